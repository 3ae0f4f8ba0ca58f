/** Progress and failures of our scripts go to stderr: stdout belongs to what a command prints. */
export function report(line: string): void {
  process.stderr.write(`clawnex: ${line}\n`);
}

/** A step that cannot go on: the message says what failed and the one command that mends it. */
export class StepError extends Error {
  override readonly name = 'StepError' as const;
}
