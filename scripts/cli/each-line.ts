import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { StepError } from '../bring/report.ts';

/** Calls `take` with each line of a file, or of standard input for `-`. */
export async function eachLine(file: string, take: (line: string) => void): Promise<void> {
  const input = file === '-' ? process.stdin : createReadStream(file, 'utf8');
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) take(line);
  } catch (error) {
    throw new StepError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
