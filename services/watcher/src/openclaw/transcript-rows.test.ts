import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import fc from 'fast-check';
import { LIVE_SLICE } from '../sources/source.ts';
import { AgentDatabase } from '../testing/agent-database.ts';
import { LogReader } from '../testing/log-reader.ts';
import { header, toolReturns, userSays } from '../testing/transcript.ts';

const ids = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => `e${from + n}`);

describe('an agent database', () => {
  let home = '';
  let agent: AgentDatabase;
  let reader: LogReader;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'clawnex-watcher-'));
    agent = new AgentDatabase(home);
    reader = new LogReader(home);
    agent.append('s-1', header('s-1'));
    for (let n = 1; n <= 3; n += 1) agent.append('s-1', userSays(n, `text ${n}`));
  });
  afterEach(() => {
    if (agent.db.isOpen) agent.close();
    rmSync(home, { recursive: true, force: true });
  });

  test('is read whole at first sight and then only what is new, while its agent has it open', async () => {
    await reader.pass();
    assert.deepEqual(reader.read, ['s-1', ...ids(1, 3)]);
    agent.append('s-1', userSays(4, 'more'));
    agent.append('s-2', header('s-2'));
    await reader.pass();
    assert.deepEqual(reader.read.slice(4), ['e4', 's-2']);
    assert.deepEqual([...reader.sessions], ['s-1', 's-2']);
  });

  test('gives big entries, which are stored compressed, too', async () => {
    const text = 'tool output '.repeat(20_000);
    agent.append('s-1', toolReturns(4, 'exec', text));
    await reader.pass();
    assert.equal(reader.read.at(-1), 'e4');
    assert.equal(reader.texts.at(-1), text);
  });

  test('with more rows than one slice holds, over several sessions, is read to its end', async () => {
    for (let n = 4; n <= LIVE_SLICE.entries_max + 20; n += 1) {
      agent.append('s-1', userSays(n, 'x'));
      agent.append('s-2', userSays(1_000 + n, 'y'));
    }
    await reader.pass();
    assert.equal(reader.read.length, 4 + 2 * (LIVE_SLICE.entries_max + 17));
    assert.equal(new Set(reader.read).size, reader.read.length);
    assert.equal(reader.behind, 0);
  });

  test('is read when its agent is stopped, and nothing is left beside it', async () => {
    agent.close();
    const folder = dirname(agent.path);
    const before = [readdirSync(folder), statSync(agent.path).mtimeMs];
    await reader.pass();
    assert.deepEqual(reader.read, ['s-1', ...ids(1, 3)]);
    assert.deepEqual([readdirSync(folder), statSync(agent.path).mtimeMs], before);
  });

  test('is neither locked nor checkpointed: its agent writes, checkpoints and closes as if alone', async () => {
    agent.db.exec('PRAGMA busy_timeout = 0; BEGIN IMMEDIATE');
    agent.append('s-1', userSays(4, 'not committed'));
    await reader.pass();
    assert.deepEqual(reader.read, ['s-1', ...ids(1, 3)]);
    agent.db.exec('COMMIT');
    await reader.pass();
    assert.equal(reader.read.at(-1), 'e4');
    assert.ok(statSync(`${agent.path}-wal`).size > 0);
    assert.deepEqual(
      { ...agent.db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() },
      { busy: 0, log: 0, checkpointed: 0 },
    );
    agent.append('s-1', userSays(5, 'after'));
    await reader.pass();
    assert.equal(reader.read.at(-1), 'e5');
    agent.close();
    assert.equal(existsSync(`${agent.path}-wal`), false);
  });

  test('whose session was rewritten is read again from the start of that session', async () => {
    agent.append('s-2', userSays(50, 'other'));
    await reader.pass();
    agent.rewrite('s-1', [
      header('s-1'),
      userSays(10, 'a'),
      userSays(11, 'b'),
      userSays(12, 'c'),
      userSays(13, 'd'),
    ]);
    await reader.pass();
    assert.deepEqual(reader.read.slice(5), ['s-1', ...ids(10, 13)]);
  });

  test('that was replaced by a copy gives the same ids again', async () => {
    await reader.pass();
    agent.close();
    copyFileSync(agent.path, `${agent.path}.copy`);
    rmSync(agent.path);
    copyFileSync(`${agent.path}.copy`, agent.path);
    await reader.pass();
    assert.deepEqual([...new Set(reader.read)], ['s-1', ...ids(1, 3)]);
  });

  test('that was vacuumed is not read again', async () => {
    await reader.pass();
    agent.db.exec('VACUUM');
    await reader.pass();
    assert.equal(reader.read.length, 4);
  });

  test('that is no database, or has no transcripts, is refused with its path and the reason', async () => {
    agent.close();
    writeFileSync(agent.path, 'SQLite format 3\0 and then nothing of it '.repeat(50));
    await assert.rejects(reader.pass(), /openclaw-agent\.sqlite is not a whole SQLite database/);
    writeFileSync(agent.path, '');
    await assert.rejects(reader.pass(), /holds no transcripts in a form that is known here/);
  });

  test('without compressed entries, as older versions have it, is read', async () => {
    agent.db.exec(
      'ALTER TABLE transcript_events DROP COLUMN event_zstd; DROP TABLE transcript_rewrite_watermarks',
    );
    await reader.pass();
    assert.deepEqual(reader.read, ['s-1', ...ids(1, 3)]);
  });

  test('read between any of its agent’s writes, crashes and restarts gives each entry', async () => {
    const step = fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom('s-1', 's-2', 's-3') },
      { weight: 3, arbitrary: fc.constant('pass') },
      { weight: 1, arbitrary: fc.constantFrom('crash', 'restart', 'checkpoint', 'rewrite') },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const folder = mkdtempSync(join(tmpdir(), 'clawnex-watcher-'));
        const writer = new AgentDatabase(folder);
        const every = new LogReader(folder);
        const written = new Set<string>();
        let repeats = false;
        try {
          for (const [n, each] of steps.entries()) {
            if (each === 'pass') await every.pass();
            else if (each === 'restart') every.forget();
            else if (each === 'checkpoint') writer.db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
            else if (each === 'crash' || each === 'rewrite') {
              repeats = true;
              if (each === 'crash') await every.pass(true);
              else {
                writer.rewrite('s-1', [userSays(n, 'kept')]);
                for (const id of [...written])
                  if (id.startsWith('s-1') || id.startsWith('e')) written.delete(id);
                written.add(`e${n}`);
              }
            } else {
              writer.append(each, { ...userSays(n, 'x'), id: `${each}-${n}` });
              written.add(`${each}-${n}`);
            }
          }
          await every.pass();
          for (const id of written) assert.ok(every.read.includes(id), id);
          if (!repeats) assert.equal(every.read.length, written.size);
        } finally {
          writer.close();
          rmSync(folder, { recursive: true, force: true });
        }
      }),
      { numRuns: 60 },
    );
  });
});
