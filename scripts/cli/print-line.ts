import { once } from 'node:events';

let closed = false;
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // Whoever reads has seen enough (`| head`).
  if (error.code !== 'EPIPE') throw error;
  closed = true;
});

/** Prints a line of many, no faster than it is read; false when nobody reads any more. */
export async function printLine(text: string): Promise<boolean> {
  if (closed) return false;
  if (!process.stdout.write(`${text}\n`))
    await Promise.race([once(process.stdout, 'drain'), once(process.stdout, 'close')]);
  return !closed;
}
