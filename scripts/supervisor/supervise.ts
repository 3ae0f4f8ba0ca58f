import { join } from 'node:path';
import { DAEMONS } from '@clawnex/proto/daemons.ts';
import type { Paths } from '@clawnex/shared/kernel/paths.ts';
import { startBroker, withBrokerUrl } from './broker.ts';
import { Child } from './child.ts';
import { takeLock } from './lock.ts';

export interface Suite {
  /** Milliseconds from spawning the broker to the last daemon's "ready". */
  readonly ready_ms: number;
  /** Process of `nats-server` or a daemon as of now; null between two starts. */
  pid(name: string): number | null;
  /** Ends one process and keeps it down until `resume`. */
  suspend(name: string, signal: NodeJS.Signals): Promise<void>;
  resume(name: string): void;
  stop(): Promise<void>;
}

export interface SuiteOptions {
  readonly root: string;
  readonly paths: Paths;
  readonly natsServer: string;
  readonly env: NodeJS.ProcessEnv;
  /** Receives each line of the daemons' logs; standard output when not given. */
  readonly print?: (line: string) => void;
}

/** Starts the broker and the seven daemons; resolves when all are ready, stops all when one refuses to start. */
export async function superviseSuite(options: SuiteOptions): Promise<Suite> {
  const { root, paths, natsServer } = options;
  const unlock = takeLock(paths.home);
  const startedAt = performance.now();
  const print = options.print ?? ((line: string) => process.stdout.write(`${line}\n`));
  const colour = process.stdout.isTTY === true;
  const env: NodeJS.ProcessEnv = {
    ...withBrokerUrl(options.env),
    CLAWNEX_HOME: paths.home,
    CLAWNEX_SUPERVISED: '1',
  };
  const children: Child[] = [];
  const stop = async () => {
    const [broker, ...daemons] = children;
    await Promise.all(daemons.map((child) => child.stop()));
    await broker?.stop();
    unlock();
  };
  try {
    children.push(await startBroker(natsServer, paths, env, { print, colour }));
    for (const daemon of DAEMONS) {
      const args = [join(root, 'dist', `${daemon}.mjs`)];
      const child = new Child({ name: daemon, command: process.execPath, args, env, print, colour });
      child.start();
      children.push(child);
    }
    await Promise.all(children.slice(1).map((child) => child.ready()));
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    ready_ms: Math.round(performance.now() - startedAt),
    pid: (name) => children.find((child) => child.name === name)?.pid ?? null,
    suspend: async (name, signal) => await children.find((child) => child.name === name)?.stop(signal),
    resume: (name) => children.find((child) => child.name === name)?.start(),
    stop,
  };
}
