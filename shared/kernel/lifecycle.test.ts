import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Health } from '@clawnex/proto/health.ts';
import { z } from 'zod';
import { ConfigError } from './config.ts';
import { type DaemonContext, startDaemon } from './lifecycle.ts';

const home = mkdtempSync(join(tmpdir(), 'clawnex-lifecycle-'));
const env = { CLAWNEX_HOME: home, CLAWNEX_LOG_LEVEL: 'silent', CLAWNEX_HOST: 'Host A.local' };
after(() => rmSync(home, { recursive: true, force: true }));

test('stages stop once, last started first, also when one of them fails', async () => {
  const order: string[] = [];
  const daemon = await startDaemon(
    {
      name: 'shield',
      config: z.object({}),
      start: async (context) => {
        context.onStop('first', () => void order.push('first'));
        context.onStop('broken', () => {
          order.push('broken');
          throw new Error('stage');
        });
        context.onStop('last', async () => void order.push('last'));
      },
    },
    env,
  );
  await Promise.all([daemon.stop(), daemon.stop()]);
  assert.deepEqual(order, ['last', 'broken', 'first']);
  assert.ok(daemon.context.signal.aborted);
});

test('a daemon that fails to start stops what it had started', async () => {
  const order: string[] = [];
  const start = async (context: DaemonContext) => {
    context.onStop('socket', () => void order.push('socket closed'));
    throw new ConfigError('the port is taken');
  };
  await assert.rejects(
    startDaemon({ name: 'ingest', config: z.object({}), start }, env),
    /the port is taken/,
  );
  assert.deepEqual(order, ['socket closed']);
});

test('health tells the phase, problems and the last error, and fits the wire', async () => {
  const daemon = await startDaemon(
    { name: 'watcher', config: z.object({}), start: async () => undefined },
    env,
  );
  const { health } = daemon.context;
  assert.equal(daemon.context.host, 'host-a-local');
  assert.equal(Health.parse(health.snapshot()).state, 'ready');
  health.problem('broker', 'the broker is away');
  health.error('could not read a file');
  health.lag(() => 12);
  const degraded = Health.parse(health.snapshot());
  assert.equal(degraded.state, 'degraded');
  assert.deepEqual(degraded.problems, ['the broker is away']);
  assert.equal(degraded.lag, 12);
  assert.equal(degraded.last_error?.message, 'could not read a file');
  health.problem('broker', null);
  assert.equal(health.snapshot().state, 'ready');
  await daemon.stop();
  assert.equal(health.snapshot().state, 'stopping');
});
