import type { FileHandle } from 'node:fs/promises';
import { z } from 'zod';

/** The first line is some 200 bytes. */
const HEADER_BYTES_MAX = 16 * 1024;
const Header = z.object({ type: z.literal('session'), id: z.string().min(1).max(200) });

/** The id on the first line of a session log; null when it says none. */
export async function readSessionId(handle: FileHandle): Promise<string | null> {
  const buffer = Buffer.alloc(HEADER_BYTES_MAX);
  const { bytesRead } = await handle.read(buffer, 0, HEADER_BYTES_MAX, 0);
  const [first = ''] = buffer.toString('utf8', 0, bytesRead).split('\n', 1);
  try {
    const header = Header.safeParse(JSON.parse(first));
    return header.success ? header.data.id : null;
  } catch {
    return null;
  }
}
