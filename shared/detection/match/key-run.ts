/** Shorter runs hold no key without a mark of its own, and no sentence worth decoding. */
export const KEY_RUN = 20;
/** The ASCII characters of such runs. */
export const KEY_CHARS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/_-';
