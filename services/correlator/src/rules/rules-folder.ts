import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The shipped rules: beside the one file the daemon was bundled into, else where the sources have them. */
const CANDIDATES = ['./correlator-rules/', '../../rules/'];

export function shippedRulesFolder(): string {
  const folders = CANDIDATES.map((path) => fileURLToPath(new URL(path, import.meta.url)));
  return folders.find((folder) => existsSync(folder)) ?? folders.at(-1) ?? '';
}
