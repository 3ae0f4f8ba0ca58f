import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DaemonName } from '@clawnex/proto/daemons.ts';
import { bringNatsServer } from '@clawnex/scripts/bring/nats-server.ts';
import { type Suite, superviseSuite } from '@clawnex/scripts/supervisor/supervise.ts';
import { findFreePort } from '@clawnex/shared/bus/testing/free-port.ts';
import { type Paths, resolvePaths } from '@clawnex/shared/kernel/paths.ts';
import { readOrCreateSecret } from '@clawnex/shared/kernel/secrets.ts';

const ROOT = join(import.meta.dirname, '../..');

/** The whole suite, as an admin would run it: built bundles, own processes, own ports, own home. */
export interface TestSuite {
  readonly paths: Paths;
  readonly env: NodeJS.ProcessEnv;
  readonly shield_url: string;
  readonly ingest_url: string;
  readonly dashboard_url: string;
  readonly shield_token: string;
  readonly ingest_token: string;
  readonly ready_ms: number;
  /** Lines the daemons logged so far. */
  readonly log: readonly string[];
  pid(name: DaemonName | 'nats-server'): number;
  /** SIGKILL; the supervisor starts it again. */
  kill(name: DaemonName | 'nats-server'): void;
  /** SIGKILL, and no new start until `resume`. */
  suspend(name: DaemonName | 'nats-server'): Promise<void>;
  resume(name: DaemonName | 'nats-server'): void;
  stop(): Promise<void>;
}

/** Starts broker and daemons; `env` adds settings. The home is removed on stop. */
export async function startSuite(settings: Record<string, string> = {}): Promise<TestSuite> {
  const home = mkdtempSync(join(tmpdir(), 'clawnex-suite-'));
  const [broker, shield, ingest, dashboard] = await Promise.all([
    findFreePort(),
    findFreePort(),
    findFreePort(),
    findFreePort(),
  ]);
  const env: NodeJS.ProcessEnv = {
    PATH: process.env['PATH'],
    // Nothing of the developer's own agents is read by tests.
    HOME: home,
    CLAWNEX_HOME: join(home, 'clawnex'),
    CLAWNEX_HOST: 'host-a',
    CLAWNEX_BROKER_PORT: String(broker),
    CLAWNEX_SHIELD_PORT: String(shield),
    CLAWNEX_INGEST_PORT: String(ingest),
    CLAWNEX_DASHBOARD_API_PORT: String(dashboard),
    // Tests count what they do themselves.
    CLAWNEX_DASHBOARD_API_SELF_TEST_SECONDS: '0',
    CLAWNEX_DASHBOARD_API_PUBLIC_URL: `http://127.0.0.1:${dashboard}`,
    ...settings,
  };
  const paths = resolvePaths(env);
  const log: string[] = [];
  const natsServer = await bringNatsServer(
    process.env['CLAWNEX_RUNTIME'] ?? join(paths.home, 'runtime'),
    false,
  );
  const suite: Suite = await superviseSuite({
    root: ROOT,
    paths,
    natsServer,
    env,
    print: (line) => void log.push(line),
  }).catch((error: unknown) => {
    rmSync(home, { recursive: true, force: true });
    throw new Error(
      `${error instanceof Error ? error.message : String(error)}\n${log.slice(-30).join('\n')}`,
    );
  });
  const pid = (name: string) => {
    const found = suite.pid(name);
    if (found === null) throw new Error(`${name} does not run`);
    return found;
  };
  return {
    paths,
    env,
    shield_url: `http://127.0.0.1:${shield}`,
    ingest_url: `http://127.0.0.1:${ingest}`,
    dashboard_url: `http://127.0.0.1:${dashboard}`,
    shield_token: readOrCreateSecret(paths, 'shield.token'),
    ingest_token: readOrCreateSecret(paths, 'ingest.token'),
    ready_ms: suite.ready_ms,
    log,
    pid,
    kill: (name) => void process.kill(pid(name), 'SIGKILL'),
    suspend: (name) => suite.suspend(name, 'SIGKILL'),
    resume: (name) => suite.resume(name),
    stop: async () => {
      await suite.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
