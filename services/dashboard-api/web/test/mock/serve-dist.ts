import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';

/** The policy the dashboard-api sends. */
export const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'";

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Files of the built app; every other address gets the app itself, dots in it or not. */
export async function serveDist(dist: string, pathname: string, response: ServerResponse): Promise<void> {
  const path = normalize(pathname);
  const file = await read(dist, path);
  const body = file ?? (path.startsWith('/assets/') ? null : await read(dist, '/index.html'));
  if (body === null) {
    response.writeHead(404, { 'content-security-policy': CSP }).end();
    return;
  }
  response.writeHead(200, {
    'content-type': TYPES[file === null ? '.html' : extname(path)] ?? 'application/octet-stream',
    'content-security-policy': CSP,
    'x-content-type-options': 'nosniff',
  });
  response.end(body);
}

async function read(dist: string, path: string): Promise<Buffer | null> {
  try {
    return await readFile(join(dist, path));
  } catch {
    return null;
  }
}
