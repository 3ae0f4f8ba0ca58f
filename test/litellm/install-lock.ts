/** One installer at a time: test files run in parallel, and the environment takes 750 MB and a minute. */
import { open, readFile, rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 250;
/** Longer than any install that still makes progress; after it something is stuck and a person must look. */
const WAIT_DEADLINE_MS = 20 * 60_000;

export async function withInstallLock(file: string, work: () => Promise<void>): Promise<void> {
  await take(file);
  try {
    await work();
  } finally {
    await rm(file, { force: true });
  }
}

async function take(file: string): Promise<void> {
  const deadline = Date.now() + WAIT_DEADLINE_MS;
  while (Date.now() < deadline) {
    try {
      const handle = await open(file, 'wx');
      await handle.writeFile(String(process.pid));
      await handle.close();
      return;
    } catch (error) {
      if (!isExisting(error)) throw error;
    }
    if (!(await holderIsAlive(file))) await rm(file, { force: true });
    else await sleep(POLL_MS);
  }
  throw new Error(`Another install has held ${file} for 20 minutes; end it or remove the file.`);
}

async function holderIsAlive(file: string): Promise<boolean> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const pid = Number(text);
  // Empty: its owner is between creating and writing it, or it was just released. Look again.
  if (text === '' || !Number.isInteger(pid) || pid <= 0) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function isExisting(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}
