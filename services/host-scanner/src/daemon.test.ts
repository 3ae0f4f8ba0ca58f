import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { PostureSnapshot } from '@clawnex/proto/events/posture.ts';
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

test('the host scanner scans at start and on command, and what was mended passes under the same id', async () => {
  const tree = new FileTree()
    .put('root/etc/os-release', 'ID=debian\n')
    .put('root/home/agent/.codex/auth.json', '{}', 0o644);
  const broker = await startTestBroker({ home: join(tree.root, 'clawnex') });
  const env = {
    ...broker.env,
    CLAWNEX_HOST: 'host-a',
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
      .map(({ data }) => PostureSnapshot.parse(data));
  const filesOf = (snapshot: PostureSnapshot | undefined) =>
    snapshot?.findings.find(({ check }) => check === 'agent-files-readable');
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
  } finally {
    await cli.close();
    await daemon.stop();
    await broker.stop();
    tree.remove();
  }
});
