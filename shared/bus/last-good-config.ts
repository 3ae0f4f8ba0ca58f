import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

const LastGood = z.strictObject({ serial: z.int().nonnegative(), value: z.unknown() });
export type LastGood = z.infer<typeof LastGood>;
const CacheFile = z.record(z.string(), LastGood);

/** A daemon's cached configuration by key; null where there is no file, `damaged` where it cannot be read. */
export function readLastGood(file: string): Record<string, LastGood> | null | 'damaged' {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? null : 'damaged';
  }
  try {
    const parsed = CacheFile.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : 'damaged';
  } catch {
    return 'damaged';
  }
}

/** Replaces one key's value: the file is at any moment the old or the new one, whole, also after a power cut. */
export function writeLastGood(file: string, key: string, entry: LastGood): void {
  const before = readLastGood(file);
  const values = before === null || before === 'damaged' ? {} : before;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}.new`;
  const fd = openSync(draft, 'w', 0o600);
  try {
    writeSync(fd, JSON.stringify({ ...values, [key]: entry }));
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(draft, file);
}
