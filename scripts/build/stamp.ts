import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A fingerprint of source files by path, size and time of change: cheap enough to take at every start. */
export function fingerprint(root: string, patterns: readonly string[]): string {
  const hash = createHash('sha256');
  const exclude = (name: string) => name === 'node_modules' || name === 'dist' || name.endsWith('.test.ts');
  for (const file of globSync([...patterns], { cwd: root, exclude }).sort()) {
    const stat = statSync(join(root, file));
    if (stat.isFile()) hash.update(`${file}\0${stat.size}\0${stat.mtimeMs}\n`);
  }
  return hash.digest('hex');
}

export function stampMatches(file: string, value: string): boolean {
  return existsSync(file) && readFileSync(file, 'utf8') === value;
}

export function writeStamp(file: string, value: string): void {
  writeFileSync(file, value);
}
