import { createHash } from 'node:crypto';
import type { Outcome } from '@clawnex/shared/posture/outcome.ts';
import type { RootFolder } from '@clawnex/shared/posture/root-folder.ts';

/** Instruction files are kilobytes; a memory file of years may be a megabyte. */
const FILE_BYTES_MAX = 8 * 1_048_576;

export async function hashFile(root: RootFolder, path: string): Promise<Outcome<string>> {
  const bytes = await root.readBytes(path, FILE_BYTES_MAX);
  return bytes.ok ? { ok: true, value: createHash('sha256').update(bytes.value).digest('hex') } : bytes;
}
