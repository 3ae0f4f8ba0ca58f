import { spawn } from 'node:child_process';
import { type Outcome, refuse } from '@clawnex/shared/posture/outcome.ts';

/** The slowest of the fixed programs answers within a second; a hanging one must not hold up the scan. */
const DEADLINE_MS = 5_000;
/** A firewall of ten thousand rules; what prints more is stopped. */
const OUTPUT_BYTES_MAX = 1_048_576;
/** All that a child gets. Secrets of the daemon's own environment stay with it. */
const ENVIRONMENT = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', HOME: '/' };

/** Runs a program without a shell and gives what it prints. It is cut at its limits, and what it started goes with it. */
export async function runProgram(
  [program = '', ...args]: readonly string[],
  deadline_ms = DEADLINE_MS,
): Promise<Outcome<string>> {
  const line = [program, ...args].join(' ');
  return await new Promise((resolve) => {
    const child = spawn(program, args, {
      env: ENVIRONMENT,
      cwd: '/',
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own: what it starts can be ended with it.
      detached: true,
    });
    const chunks: Buffer[] = [];
    let bytes = 0;
    let errors = '';
    const stop = (code: 'unreadable' | 'too_large', message: string) => {
      if (child.pid !== undefined) endGroup(child.pid);
      child.stdout.destroy();
      child.stderr.destroy();
      resolve(refuse(code, message));
    };
    const timer = setTimeout(
      () => stop('unreadable', `${line} did not end within ${deadline_ms} ms and was stopped.`),
      deadline_ms,
    );
    child.stdout.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      chunks.push(chunk);
      if (bytes > OUTPUT_BYTES_MAX)
        stop('too_large', `${line} printed more than ${OUTPUT_BYTES_MAX} bytes and was stopped.`);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      errors = (errors + chunk.toString('utf8')).slice(0, 200);
    });
    child.on('error', (error) => {
      clearTimeout(timer);
      const missing = 'code' in error && error.code === 'ENOENT';
      resolve(
        refuse(
          missing ? 'missing' : 'unreadable',
          missing ? `${program} is not there.` : `${program} could not be started.`,
        ),
      );
    });
    child.on('close', (exit) => {
      clearTimeout(timer);
      const output = Buffer.concat(chunks).toString('utf8');
      if (exit === 0) resolve({ ok: true, value: output });
      else
        resolve(
          refuse(
            'unreadable',
            `${line} ended with ${exit ?? 'a signal'}: ${errors.trim().split('\n')[0] ?? ''}`,
          ),
        );
    });
  });
}

function endGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended by itself meanwhile.
  }
}
