import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { RunningDaemon } from '../kernel/lifecycle.ts';
import { connectBus } from './connect.ts';
import { type Cursors, openCursors } from './cursors.ts';
import { connectObserver } from './testing/read-stream.ts';
import { startTestBroker, type TestBroker } from './testing/start-broker.ts';
import { startContext } from './testing/start-context.ts';

describe('cursors', () => {
  const home = mkdtempSync(join(tmpdir(), 'clawnex-cursors-'));
  let broker: TestBroker;
  let daemon: RunningDaemon;
  let cursors: Cursors;
  before(async () => {
    broker = await startTestBroker({ home });
    daemon = await startContext('watcher', broker.env, (context) => {
      cursors = openCursors(connectBus(context));
    });
  });
  after(async () => {
    await daemon.stop();
    await broker.stop();
    rmSync(home, { recursive: true, force: true });
  });
  const cursor = (offset: number) => ({ identity: 'inode 7', offset, path: '/a/log.jsonl' });

  it('are what was put last, each key its own, and null where nothing was', async () => {
    await cursors.put('one', cursor(1));
    await cursors.put('two', cursor(2));
    await cursors.put('one', cursor(3));
    assert.deepEqual(await cursors.get('one'), cursor(3));
    assert.deepEqual(await cursors.get('two'), cursor(2));
    assert.equal(await cursors.get('three'), null);
  });

  it('survive a killed broker, and wait for it', async () => {
    await broker.kill();
    const put = cursors.put('one', cursor(4));
    const got = cursors.get('two');
    await broker.restart();
    await put;
    assert.deepEqual(await got, cursor(2));
    assert.deepEqual(await cursors.get('one'), cursor(4));
  });

  it('stop waiting when told', async () => {
    await broker.stop();
    await assert.rejects(cursors.put('one', cursor(5), AbortSignal.timeout(50)), { name: 'TimeoutError' });
    await broker.restart();
  });

  it('are null where what is stored cannot be understood', async () => {
    const observer = await connectObserver(broker);
    await observer.jetstream().publish('$KV.clawnex_cursors.odd', '{"offset": -1}');
    await observer.close();
    assert.equal(await cursors.get('odd'), null);
  });

  it('refuse a key that would be more than one token of a subject', async () => {
    await assert.rejects(cursors.get('a.b'), /cannot be a key/);
    await assert.rejects(cursors.put('>', cursor(1)), /cannot be a key/);
  });
});
