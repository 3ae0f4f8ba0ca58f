import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';

/** A bundle is some 500 KB in all; a file above this does not belong in it. */
const FILE_BYTES_MAX = 16 * 1024 ** 2;

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.map': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
};

export interface WebFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly contentType: string;
  readonly etag: string;
  /** Its name holds a hash of its content: it never changes. */
  readonly immutable: boolean;
}

/** The built web app in memory. A request only ever picks from this list, so that no path leads anywhere else. */
export class WebFiles {
  readonly #dir: string;
  #files = new Map<string, WebFile>();
  #builtAtMs = -1;

  constructor(dir: string) {
    this.#dir = dir;
  }

  /** The file under a URL path such as `/assets/app-B1x.js`. */
  find(path: string): WebFile | undefined {
    return this.#files.get(path);
  }

  /** The page that every address of the app starts from; undefined while the app is not built. Notices a new build. */
  index(): WebFile | undefined {
    const builtAtMs = statSync(join(this.#dir, 'index.html'), { throwIfNoEntry: false })?.mtimeMs;
    if (builtAtMs === undefined) this.#files = new Map();
    else if (builtAtMs !== this.#builtAtMs) this.#files = readFolder(this.#dir);
    this.#builtAtMs = builtAtMs ?? -1;
    return this.#files.get('/index.html');
  }
}

/** Every regular file of a known type; links, hidden files and everything else are left out. */
function readFolder(dir: string): Map<string, WebFile> {
  const files = new Map<string, WebFile>();
  for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
    const contentType = CONTENT_TYPES[extname(entry.name)];
    if (!entry.isFile() || contentType === undefined || entry.name.startsWith('.')) continue;
    const file = join(entry.parentPath, entry.name);
    if (statSync(file).size > FILE_BYTES_MAX) continue;
    const path = `/${file.slice(dir.length).split(/[\\/]/).filter(Boolean).join('/')}`;
    const bytes = Uint8Array.from(readFileSync(file));
    const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 27)}"`;
    files.set(path, { bytes, contentType, etag, immutable: path.startsWith('/assets/') });
  }
  return files;
}
