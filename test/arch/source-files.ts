import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');

/** Every file that git tracks or would track, relative to the root. */
export function listFiles(): string[] {
  const output = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return output.split('\n').filter((file) => file !== '' && existsSync(join(ROOT, file)));
}

export function readSource(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}

/** The specifiers that a file imports or re-exports, statically or dynamically. */
export function readImports(file: string): string[] {
  const source = readSource(file);
  const patterns = [
    /^\s*(?:import|export)\b[^'";]{0,2000}?from\s+['"]([^'"]+)['"]/gm,
    /^\s*import\s+['"]([^'"]+)['"]/gm,
    /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g,
  ];
  return patterns.flatMap((pattern) => [...source.matchAll(pattern)].map((match) => match[1] ?? ''));
}

/** Where an import of ours leads, relative to the root; null for packages of others. */
export function resolveImport(file: string, specifier: string): string | null {
  if (specifier.startsWith('.')) return normalize(join(dirname(file), specifier));
  if (specifier.startsWith('@clawnex/proto/')) return specifier.replace('@clawnex/proto/', 'proto/');
  if (specifier.startsWith('@clawnex/shared/')) return specifier.replace('@clawnex/shared/', 'shared/');
  if (specifier.startsWith('@clawnex/')) return specifier.replace('@clawnex/', 'services/');
  return null;
}
