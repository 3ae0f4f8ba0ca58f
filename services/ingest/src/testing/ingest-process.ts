import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

export interface IngestProcess {
  readonly process: ChildProcess;
  /** Everything it logged so far. */
  output(): string;
  /** Where it listens, once it says so; rejects when it ends before. */
  readonly url: Promise<string>;
  /** Exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
  kill(): Promise<void>;
}

/** Starts ingest (or another entry of this folder) as a process of its own. */
export function spawnIngest(env: NodeJS.ProcessEnv, entry = 'main.ts'): IngestProcess {
  const file = join(import.meta.dirname, '..', entry);
  const child = spawn(process.execPath, ['--import', 'tsx', file], {
    env: { ...process.env, CLAWNEX_INGEST_PORT: '0', ...env, CLAWNEX_LOG_LEVEL: 'info' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  const ended = new Promise<number | NodeJS.Signals>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? code ?? -1));
  });
  const url = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8');
      const listens = /"listens":"(http:[^"]+)"/.exec(output)?.[1];
      if (listens !== undefined) resolve(listens);
    });
    void ended.then((how) => reject(new Error(`ingest ended (${how}) before it listened:\n${output}`)));
  });
  url.catch(() => undefined);
  return {
    process: child,
    output: () => output,
    url,
    ended,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
