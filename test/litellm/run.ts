/** Runs one command to its end; its output is the value, its failure one error that names the step. */
import { spawn } from 'node:child_process';

/** Often enough to see that it lives, seldom enough not to flood a CI log. */
const PROGRESS_EVERY_MS = 5_000;
const ERROR_TAIL_CHARS = 2_000;
/** pip's lines can name a hundred packages; one terminal line is enough. */
const PROGRESS_LINE_CHARS = 100;

export function run(
  command: readonly string[],
  step: string,
  progress?: (line: string) => void,
): Promise<string> {
  const [program = '', ...args] = command;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const begin = Date.now();
    let output = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
    });
    const timer = setInterval(() => {
      const seconds = Math.round((Date.now() - begin) / 1000);
      const last = output.trimEnd().split('\n').at(-1)?.trim() ?? '';
      progress?.(`${step}, ${seconds} s: ${last.slice(0, PROGRESS_LINE_CHARS)}`);
    }, PROGRESS_EVERY_MS);

    child.once('error', (error) => {
      clearInterval(timer);
      reject(new Error(`${step} failed: ${error.message}`));
    });
    child.once('close', (code) => {
      clearInterval(timer);
      if (code === 0) resolve(output);
      else
        reject(new Error(`${step} failed with exit code ${code}: ${errors.slice(-ERROR_TAIL_CHARS).trim()}`));
    });
  });
}
