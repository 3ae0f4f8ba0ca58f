import { fileURLToPath } from 'node:url';

/** From source each file is its own module; a bundle is one file with its companions beside it. */
const BUNDLED = !import.meta.url.endsWith('.ts');

/** The built web app: `web/` beside a bundle. */
export const WEB_DIR_DEFAULT = fileURLToPath(new URL(BUNDLED ? './web' : '../web/dist', import.meta.url));

/** The store's reader thread: `reader-worker.mjs` beside a bundle. */
export const READER_POOL_OPTIONS = BUNDLED ? { entry: new URL('./reader-worker.mjs', import.meta.url) } : {};
