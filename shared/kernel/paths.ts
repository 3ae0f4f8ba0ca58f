import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { DaemonName } from '@clawnex/proto/daemons.ts';

/** Where everything of one installation lives. */
export interface Paths {
  readonly home: string;
  readonly config: string;
  readonly store: string;
  readonly correlatorStore: string;
  readonly broker: string;
  readonly secrets: string;
  readonly backups: string;
  /** Audit head and other anchors written outside the database. */
  readonly anchors: string;
  readonly logs: string;
  spool(daemon: DaemonName): string;
  /** Last good configuration a daemon got over the bus, to start and enforce with the broker down. */
  lastGoodConfig(daemon: DaemonName): string;
}

/** Layout under `CLAWNEX_HOME`, `~/.clawnex` where it is not set. */
export function resolvePaths(env: NodeJS.ProcessEnv = process.env): Paths {
  const home = resolve(env['CLAWNEX_HOME'] ?? join(homedir(), '.clawnex'));
  return {
    home,
    config: join(home, 'config.yaml'),
    store: join(home, 'clawnex.db'),
    correlatorStore: join(home, 'correlator.db'),
    broker: join(home, 'nats'),
    secrets: join(home, 'secrets'),
    backups: join(home, 'backups'),
    anchors: join(home, 'anchors'),
    logs: join(home, 'logs'),
    spool: (daemon) => join(home, 'spool', daemon),
    lastGoodConfig: (daemon) => join(home, 'config-cache', `${daemon}.json`),
  };
}
