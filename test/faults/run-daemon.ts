import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { DaemonName } from '@clawnex/proto/daemons.ts';

const DIST = join(import.meta.dirname, '../../dist');
const END_DEADLINE_MS = 20_000;

export interface Ended {
  readonly code: number | null;
  /** Messages of level fatal. */
  readonly fatal: readonly string[];
  readonly output: string;
}

/** Runs an installed daemon until it ends by itself; kills it when it does not. */
export function runUntilEnd(daemon: DaemonName, env: NodeJS.ProcessEnv): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(DIST, `${daemon}.mjs`)], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    const timer = setTimeout(() => child.kill('SIGKILL'), END_DEADLINE_MS);
    child.once('exit', (code) => {
      clearTimeout(timer);
      resolve({ code, fatal: readFatal(output), output });
    });
  });
}

function readFatal(output: string): string[] {
  return output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line): unknown => JSON.parse(line))
    .flatMap((line) => (isFatal(line) ? [line.msg] : []));
}

function isFatal(line: unknown): line is { msg: string } {
  return (
    typeof line === 'object' &&
    line !== null &&
    'level' in line &&
    line.level === 60 &&
    'msg' in line &&
    typeof line.msg === 'string'
  );
}
