import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { HostChanged, HostSnapshot } from '@clawnex/proto/events/host.ts';
import { requestCommand } from '@clawnex/shared/bus/commands.ts';
import { connectBusAs } from '@clawnex/shared/bus/connect.ts';
import { readStream } from '@clawnex/shared/bus/testing/read-stream.ts';
import { startTestBroker } from '@clawnex/shared/bus/testing/start-broker.ts';
import { until } from '@clawnex/shared/bus/testing/until.ts';
import { startDaemon } from '@clawnex/shared/kernel/lifecycle.ts';
import { createLogger } from '@clawnex/shared/kernel/log.ts';
import { resolvePaths } from '@clawnex/shared/kernel/paths.ts';
import { FileTree } from '@clawnex/shared/posture/testing/file-tree.ts';
import { hostScanner } from './daemon.ts';
import { tcp } from './testing/machine.ts';

test('the host scanner scans at start and on command, and what was mended passes under the same id', async () => {
  const tree = new FileTree()
    .put('root/proc/net/tcp', tcp())
    .put('root/etc/os-release', 'ID=debian\n')
    .put('root/home/agent/.codex/auth.json', '{}', 0o644);
  const broker = await startTestBroker({ home: join(tree.root, 'clawnex') });
  const env = {
    ...broker.env,
    CLAWNEX_HOST: 'host-a',
    CLAWNEX_HOST_SCANNER_WATCH_S: '1',
    CLAWNEX_HOST_SCANNER_ROOT: join(tree.root, 'root'),
  };
  const daemon = await startDaemon(hostScanner, env);
  const cli = connectBusAs('cli', {
    paths: resolvePaths(broker.env),
    env: broker.env,
    log: createLogger('cli', broker.env),
  });
  const snapshots = async () =>
    (await readStream(broker))
      .filter(({ type }) => type === 'host.snapshot')
      .map(({ data }) => HostSnapshot.parse(data));
  const changes = async () =>
    (await readStream(broker))
      .filter(({ type }) => type === 'host.changed')
      .map(({ data }) => HostChanged.parse(data));
  const filesOf = (snapshot: HostSnapshot | undefined) =>
    snapshot?.findings.find(({ check, subject }) => check === 'AI-16' && subject.endsWith('.codex'));
  try {
    await until('the first run', async () => (await snapshots()).length === 1);
    tree.put('root/home/agent/.codex/auth.json', '{}', 0o600);
    await until('the connection', () => cli.connected());
    const answer = await requestCommand(cli, 'host-scanner', 'run', {});
    assert.ok(answer.ok);
    await until('the second run', async () => (await snapshots()).length === 2);
    const [first, second] = await snapshots();
    assert.equal(second?.snapshot_id, answer.value.snapshot_id);
    assert.deepEqual([filesOf(first)?.result, filesOf(second)?.result], ['fail', 'pass']);
    assert.equal(filesOf(first)?.finding_id, filesOf(second)?.finding_id);
    assert.notEqual(second?.grade?.score, undefined);
    await until('the change', async () => (await changes()).length === 1);
    const [change] = await changes();
    assert.equal(change?.previous_snapshot_id, first?.snapshot_id);
    assert.ok(change?.resolved.some(({ check }) => check === 'AI-16'));
    tree.put('root/proc/net/tcp', tcp([4000]));
    await until('a run because a port opened', async () => (await snapshots()).length === 3);
    assert.ok((await changes()).at(-1)?.appeared.some(({ check }) => check === 'AI-02'));
  } finally {
    await cli.close();
    await daemon.stop();
    await broker.stop();
    tree.remove();
  }
});
