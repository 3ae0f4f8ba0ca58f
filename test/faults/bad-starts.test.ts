import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { DAEMONS, type DaemonName } from '@clawnex/proto/daemons.ts';
import { writeBrokerConfig } from '@clawnex/shared/bus/broker-config.ts';
import { EXIT_CONFIG } from '@clawnex/shared/kernel/lifecycle.ts';
import { type Paths, resolvePaths } from '@clawnex/shared/kernel/paths.ts';
import { runUntilEnd } from './run-daemon.ts';

let paths: Paths;
let env: NodeJS.ProcessEnv;

/** Listens on a port of its own choosing, so that a daemon cannot. */
function occupyPort(): Promise<{ port: number; server: Server }> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('no port'));
      else resolve({ port: address.port, server });
    });
  });
}

function settingOf(daemon: DaemonName, key: string): string {
  return `CLAWNEX_${daemon.toUpperCase().replaceAll('-', '_')}_${key}`;
}

describe('a daemon that cannot work ends with one clear sentence', () => {
  beforeEach(() => {
    const home = mkdtempSync(join(tmpdir(), 'clawnex-bad-start-'));
    env = {
      PATH: process.env['PATH'],
      HOME: home,
      CLAWNEX_HOME: home,
      CLAWNEX_BROKER_URL: 'nats://127.0.0.1:9',
    };
    paths = resolvePaths(env);
    // Broker keys exist; no broker runs.
    writeBrokerConfig(paths, { port: 9 });
  });
  afterEach(() => rmSync(paths.home, { recursive: true, force: true }));

  for (const daemon of DAEMONS) {
    test(`${daemon}: a setting that does not exist`, async () => {
      writeFileSync(paths.config, `${daemon}:\n  no_such_setting: 1\n`);
      const ended = await runUntilEnd(daemon, env);
      assert.equal(ended.code, EXIT_CONFIG, ended.output);
      assert.equal(ended.fatal.length, 1, ended.output);
      assert.match(
        ended.fatal[0] ?? '',
        /"no_such_setting" in .*config\.yaml under .* is not a setting\. Settings are: /,
      );
    });
  }

  for (const daemon of ['shield', 'ingest', 'dashboard-api'] as const) {
    test(`${daemon}: a value that is not accepted`, async () => {
      const ended = await runUntilEnd(daemon, { ...env, [settingOf(daemon, 'PORT')]: '99999' });
      assert.equal(ended.code, EXIT_CONFIG, ended.output);
      assert.match(ended.fatal[0] ?? '', /"port" in the environment variable CLAWNEX_[A-Z_]+_PORT is wrong/);
    });
  }

  for (const daemon of ['shield', 'ingest'] as const) {
    test(`${daemon}: a port in use`, async () => {
      const { port, server } = await occupyPort();
      const ended = await runUntilEnd(daemon, { ...env, [settingOf(daemon, 'PORT')]: String(port) });
      server.close();
      assert.equal(ended.code, EXIT_CONFIG, ended.output);
      assert.equal(ended.fatal.length, 1, ended.output);
      assert.match(ended.fatal[0] ?? '', new RegExp(`Port ${port} on 127\\.0\\.0\\.1 is in use`));
    });
  }

  for (const daemon of ['ingest', 'dashboard-api'] as const) {
    test(`${daemon}: a damaged database, which stays as it was`, async () => {
      const damaged = Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(8_192, 0xa5)]);
      mkdirSync(paths.home, { recursive: true });
      writeFileSync(paths.store, damaged);
      const ended = await runUntilEnd(daemon, { ...env, [settingOf(daemon, 'PORT')]: '0' });
      assert.equal(ended.code, EXIT_CONFIG, ended.output);
      assert.equal(ended.fatal.length, 1, ended.output);
      assert.match(ended.fatal[0] ?? '', /clawnex\.db/);
      assert.ok(readFileSync(paths.store).equals(damaged));
    });
  }
});
