/** Stand-ins for tokens that are no words. Any fixed, distinct 32-bit numbers do. */
export const NUMBER = 0x51ed270b;
export const LONG_WORD = 0x2545f491;
export const SHOUT = 0x3c6ef372;
export const MARK = { exclamation: 0x1b873593, tag: 0x27d4eb2f, rule: 0x165667b1 } as const;
