import assert from 'node:assert/strict';
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import fc from 'fast-check';
import { LogReader } from '../testing/log-reader.ts';
import { LogWorld } from '../testing/log-world.ts';
import { header, line, SESSION, userSays } from '../testing/transcript.ts';
import { ENTRY_BYTES_MAX, LIVE_SLICE } from './source.ts';

/** The kernel needs three seconds for each: five by hand, one where every change is tested. */
const GIGABYTES = Number(process.env['CLAWNEX_WATCH_GIGABYTES'] ?? 1);

const ids = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => `e${from + n}`);
const lines = (from: number, to: number, text = 'hello') =>
  ids(from, to)
    .map((_, n) => line(userSays(from + n, text)))
    .join('');

describe('a session log of JSON lines', () => {
  let home = '';
  let file = '';
  let reader: LogReader;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'clawnex-watcher-'));
    const folder = join(home, 'agents', 'main', 'sessions');
    mkdirSync(folder, { recursive: true });
    file = join(folder, `${SESSION}.jsonl`);
    reader = new LogReader(home);
    writeFileSync(file, line(header()) + lines(1, 3));
  });
  afterEach(() => {
    rmSync(home, { recursive: true, force: true });
  });

  test('is read whole at first sight and then only what is new', async () => {
    await reader.pass();
    assert.deepEqual(reader.read, [SESSION, ...ids(1, 3)]);
    await reader.pass();
    appendFileSync(file, lines(4, 5));
    await reader.pass();
    assert.deepEqual(reader.read, [SESSION, ...ids(1, 5)]);
    assert.deepEqual([...reader.sessions], [SESSION]);
    assert.equal(reader.behind, 0);
  });

  test('of more entries than one slice holds is read to its end', async () => {
    appendFileSync(file, lines(4, LIVE_SLICE.entries_max * 2 + 50));
    await reader.pass();
    assert.equal(reader.read.length, LIVE_SLICE.entries_max * 2 + 51);
    assert.equal(new Set(reader.read).size, reader.read.length);
  });

  test('gives a line that was written in two halves once, whole', async () => {
    await reader.pass();
    const text = line(userSays(4, 'grüße – 你好'));
    const bytes = Buffer.from(text);
    const middle = bytes.indexOf('你') + 1;
    appendFileSync(file, bytes.subarray(0, middle));
    await reader.pass();
    assert.equal(reader.read.length, 4);
    assert.ok(reader.behind > 0);
    appendFileSync(file, bytes.subarray(middle));
    await reader.pass();
    assert.deepEqual(reader.read.slice(4), ['e4']);
    assert.equal(reader.texts.at(-1), 'grüße – 你好');
  });

  test('gives a last line without an end when it is whole, once', async () => {
    appendFileSync(file, line(userSays(4, 'x')).trimEnd());
    await reader.pass();
    assert.deepEqual(reader.read.slice(4), ['e4']);
    appendFileSync(file, `\n${lines(5, 5)}`);
    await reader.pass();
    assert.deepEqual(reader.read.slice(4), ['e4', 'e5']);
  });

  test('is read on under its archive name after /reset or deletion', async () => {
    await reader.pass();
    appendFileSync(file, lines(4, 4));
    renameSync(file, `${file}.reset.2026-11-22T13-03-32.746Z`);
    writeFileSync(file, line(header('another-session')) + lines(10, 11));
    await reader.pass();
    assert.deepEqual(reader.read.slice(4).sort(), ['another-session', 'e10', 'e11', 'e4']);
    renameSync(file, `${file}.deleted.2026-11-22T13-04-48.748Z`);
    await reader.pass();
    assert.equal(reader.read.length, 8);
    assert.equal(reader.restarts, 0);
  });

  test('that was truncated and written anew in place is read from its start', async () => {
    await reader.pass();
    truncateSync(file, 0);
    await reader.pass();
    appendFileSync(file, line(header()) + lines(20, 21));
    await reader.pass();
    assert.deepEqual(reader.read.slice(4), [SESSION, 'e20', 'e21']);
  });

  test('that was written anew in place, longer than before and with the same first line, is read from its start', async () => {
    await reader.pass();
    writeFileSync(file, line(header()) + lines(30, 49));
    await reader.pass();
    assert.deepEqual(reader.read.slice(4), [SESSION, ...ids(30, 49)]);
    assert.equal(reader.restarts, 1);
  });

  test('that was written anew in place with another ending, as an editor does, is read from its start', async () => {
    appendFileSync(file, lines(4, 30));
    await reader.pass();
    const kept = line(header()) + lines(1, 25);
    writeFileSync(file, kept + lines(50, 59));
    await reader.pass();
    assert.deepEqual(reader.read.slice(31), [SESSION, ...ids(1, 25), ...ids(50, 59)]);
  });

  test('that was replaced by another file of the same name is read from its start', async () => {
    await reader.pass();
    writeFileSync(`${file}.new`, line(header()) + lines(40, 44));
    renameSync(`${file}.new`, file);
    await reader.pass();
    assert.deepEqual(reader.read.slice(4), [SESSION, ...ids(40, 44)]);
  });

  test('restored from a copy gives the same ids again, so that nothing counts twice', async () => {
    await reader.pass();
    copyFileSync(file, `${file}.copy`);
    unlinkSync(file);
    await reader.pass();
    renameSync(`${file}.copy`, file);
    await reader.pass();
    assert.deepEqual([...new Set(reader.read)], [SESSION, ...ids(1, 3)]);
  });

  test('with bytes that are not UTF-8 loses only those bytes', async () => {
    const bad = Buffer.concat([Buffer.from(line(userSays(4, 'AB')).replace('AB', 'A')), Buffer.alloc(0)]);
    const at = bad.indexOf('"A') + 2;
    appendFileSync(file, Buffer.concat([bad.subarray(0, at), Buffer.from([0xff, 0xfe]), bad.subarray(at)]));
    appendFileSync(file, lines(5, 5));
    await reader.pass();
    assert.deepEqual(reader.read.slice(4), ['e4', 'e5']);
    assert.equal(reader.texts.at(-2), 'A��');
    assert.deepEqual(
      reader.notices.map((notice) => notice.kind),
      ['not_utf8'],
    );
  });

  test('passes over a line that is too long, says so, and reads what follows', async () => {
    await reader.pass();
    const piece = 'x'.repeat(1024 * 1024);
    for (let written = 0; written <= ENTRY_BYTES_MAX; written += piece.length) appendFileSync(file, piece);
    await reader.pass();
    assert.equal(reader.notices.length, 0);
    appendFileSync(file, `\n${lines(5, 6)}`);
    await reader.pass();
    assert.deepEqual(reader.read.slice(4), ['e5', 'e6']);
    assert.match(reader.notices[0]?.message ?? '', /line of \d+ bytes .* was passed over/);
  });

  test(`of ${GIGABYTES} gigabytes, and with a line of two hundred megabytes, is read with flat memory`, async () => {
    const sparse = file.replace(SESSION, 'sparse');
    writeFileSync(sparse, '');
    // Holes cost no disk: what is read are zeros without an end of line.
    truncateSync(sparse, 200 * 1024 ** 2);
    appendFileSync(sparse, `\n${lines(4, 5)}`);
    truncateSync(sparse, GIGABYTES * 1024 ** 3);
    appendFileSync(sparse, `\n${lines(6, 7)}`);
    await reader.pass();
    assert.deepEqual(new Set(reader.read), new Set([SESSION, ...ids(1, 7)]));
    assert.deepEqual(
      reader.notices.map((notice) => notice.kind),
      ['too_long', 'too_long'],
    );
    assert.ok(process.memoryUsage.rss() < 400 * 1024 ** 2);
  });

  test('with lines that are not JSON, empty or full of zeros reads the others', async () => {
    appendFileSync(file, `\n  \nnot json\n[1]\n"text"\n${'\0'.repeat(500)}\n${lines(4, 4)}`);
    await reader.pass();
    assert.deepEqual(reader.read.slice(4), ['e4']);
  });

  test('is not followed through links, and neither trajectories nor indexes are taken for one', async () => {
    const outside = join(home, 'elsewhere.jsonl');
    writeFileSync(outside, lines(60, 61));
    symlinkSync(outside, join(home, 'agents', 'main', 'sessions', 'link.jsonl'));
    mkdirSync(join(home, 'other'));
    symlinkSync(join(home, 'other'), join(home, 'agents', 'linked'));
    writeFileSync(`${file.slice(0, -6)}.trajectory.jsonl`, lines(70, 71));
    writeFileSync(`${file}.lock`, lines(72, 72));
    writeFileSync(join(home, 'agents', 'main', 'sessions', 'sessions.json'), '{}');
    await reader.pass();
    assert.deepEqual(reader.read, [SESSION, ...ids(1, 3)]);
  });

  test('is only read: nothing about the file changes', async () => {
    const before = statSync(file);
    await reader.pass();
    const after = statSync(file);
    assert.deepEqual(
      [after.size, after.mtimeMs, after.ctimeMs],
      [before.size, before.mtimeMs, before.ctimeMs],
    );
  });
});

/** Any number of seeds by hand; a few where every change is tested. */
const SEEDS = Number(process.env['CLAWNEX_WATCH_SEEDS'] ?? 100);

test('any interleaving of appending, cutting, truncating, renaming, rewriting, removing, crashing and restarting gives each entry once', async () => {
  const step = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ do: fc.constant('append' as const), cut: fc.integer({ min: 0, max: 300 }) }),
    },
    { weight: 4, arbitrary: fc.constant({ do: 'pass' as const }) },
    { weight: 2, arbitrary: fc.constant({ do: 'crash' as const }) },
    {
      weight: 5,
      arbitrary: fc.constantFrom(
        { do: 'restart' as const },
        { do: 'archive' as const },
        { do: 'rewrite' as const },
        { do: 'truncate' as const },
        { do: 'remove' as const },
      ),
    },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const world = new LogWorld();
      try {
        for (const each of steps) await world.take(each.do, 'cut' in each ? each.cut : 0);
        await world.finish();
        // A store that knows their keys keeps each entry once, whatever happened.
        const entries = world.reader.items.map((item) => item.entry);
        assert.deepEqual(new Set(entries), world.expected);
        assert.equal(world.reader.keys.size, world.expected.size);
        // And nothing was read twice but what stood in a file that began anew, or was read by a reader that died.
        if (!world.repeats) assert.equal(entries.length, world.expected.size);
      } finally {
        world.remove();
      }
    }),
    { numRuns: SEEDS },
  );
});
