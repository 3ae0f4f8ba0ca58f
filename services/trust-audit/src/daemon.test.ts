import assert from 'node:assert/strict';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { PostureSnapshot } from '@clawnex/proto/events/posture.ts';
import { TrustChanged } from '@clawnex/proto/events/trust.ts';
import { requestCommand } from '@clawnex/shared/bus/commands.ts';
import { connectBusAs } from '@clawnex/shared/bus/connect.ts';
import { readStream } from '@clawnex/shared/bus/testing/read-stream.ts';
import { startTestBroker, type TestBroker } from '@clawnex/shared/bus/testing/start-broker.ts';
import { until } from '@clawnex/shared/bus/testing/until.ts';
import { type RunningDaemon, startDaemon } from '@clawnex/shared/kernel/lifecycle.ts';
import { createLogger } from '@clawnex/shared/kernel/log.ts';
import { resolvePaths } from '@clawnex/shared/kernel/paths.ts';
import { FileTree } from '@clawnex/shared/posture/testing/file-tree.ts';
import { trustAudit } from './daemon.ts';

describe('the trust audit', () => {
  let tree: FileTree;
  let broker: TestBroker;
  let daemon: RunningDaemon;
  beforeEach(async () => {
    tree = new FileTree().put('home/.openclaw/openclaw.json', '{ gateway: { bind: "loopback" } }');
    broker = await startTestBroker({ home: join(tree.root, 'clawnex') });
    const env = {
      ...broker.env,
      CLAWNEX_HOST: 'host-a',
      CLAWNEX_TRUST_AUDIT_HOME: join(tree.root, 'home'),
    };
    daemon = await startDaemon(trustAudit, env);
  });
  afterEach(async () => {
    await daemon.stop();
    await broker.stop();
    tree.remove();
  });
  const snapshots = async () =>
    (await readStream(broker))
      .filter(({ type }) => type === 'trust.snapshot')
      .map(({ data }) => PostureSnapshot.parse(data));
  const bindOf = (snapshot: PostureSnapshot | undefined) =>
    snapshot?.findings.find(({ check }) => check === 'OC-01');

  test('audits at start, when settings change, and on command, with ids that stay', async () => {
    await until('the first run', async () => (await snapshots()).length === 1);
    tree.put('home/.openclaw/openclaw.json', '{ gateway: { bind: "lan" } }');
    await until('the change', async () => bindOf((await snapshots()).at(-1))?.result === 'fail');
    const all = await snapshots();
    assert.equal(bindOf(all[0])?.result, 'pass');
    assert.equal(bindOf(all.at(-1))?.trust?.pointer, '/gateway/bind');

    const cli = connectBusAs('cli', {
      paths: resolvePaths(broker.env),
      env: broker.env,
      log: createLogger('cli', broker.env),
    });
    try {
      await until('the connection', () => cli.connected());
      const answer = await requestCommand(cli, 'trust-audit', 'run', {});
      assert.ok(answer.ok);
      assert.ok(answer.value.failed > 0);
      await until('its event', async () =>
        (await snapshots()).some(({ snapshot_id }) => snapshot_id === answer.value.snapshot_id),
      );
    } finally {
      await cli.close();
    }
  });

  test('tells what changed, shows the graph, and says what a change would come to', async () => {
    await until('the first run', async () => (await snapshots()).length === 1);
    const open = {
      gateway: { auth: { mode: 'token', token: 'x'.repeat(12) } },
      channels: { telegram: { dmPolicy: 'open' } },
    };
    tree.put('home/.openclaw/openclaw.json', JSON.stringify(open));
    const changes = async () => (await readStream(broker)).filter(({ type }) => type === 'trust.changed');
    await until('the change', async () => (await changes()).length >= 1);
    const change = TrustChanged.parse((await changes()).at(-1)?.data);
    assert.match(change.new_ways.join('\n'), /a stranger who writes to it → writes to messages on telegram/);

    const cli = connectBusAs('cli', {
      paths: resolvePaths(broker.env),
      env: broker.env,
      log: createLogger('cli', broker.env),
    });
    try {
      await until('the connection', () => cli.connected());
      const report = await requestCommand(cli, 'trust-audit', 'trust_report', {});
      assert.ok(report.ok, report.ok ? '' : report.message);
      const edge = report.value.edges.find(
        ({ relation, from }) => relation === 'can_message' && from === 'principal:stranger',
      );
      assert.equal(edge?.place, '~/.openclaw/openclaw.json:1 /channels/telegram/dmPolicy');
      const ask = (wish: object) =>
        requestCommand(cli, 'trust-audit', 'trust_what_if', {
          findings: [],
          settings: [],
          edges: [],
          ...wish,
        });
      const paired = await ask({ settings: ['telegram.dmPolicy=pairing'] });
      assert.ok(paired.ok);
      assert.deepEqual([paired.value.highest_before, paired.value.highest_after < 60], [100, true]);
      const cut = await ask({ edges: [{ edge: edge?.id, strength: 0 }] });
      assert.ok(cut.ok);
      assert.ok(cut.value.highest_after < 100);
      assert.equal((await ask({ edges: [{ edge: 'none', strength: 0 }] })).ok, false);
    } finally {
      await cli.close();
    }
  });

  test('publishes the newest run after the broker was away', async () => {
    await until('the first run', async () => (await snapshots()).length === 1);
    await broker.kill();
    tree.put('home/.openclaw/openclaw.json', '{ gateway: { bind: "lan" } }');
    await until('a run meanwhile', () => (daemon.context.metrics.snapshot()['runs'] ?? 0) >= 2);
    await broker.restart();
    await until('its event', async () => bindOf((await snapshots()).at(-1))?.result === 'fail');
  });
});
