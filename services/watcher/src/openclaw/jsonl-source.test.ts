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
import { ENTRY_BYTES_MAX, SLICE_ENTRIES_MAX } from '../sources/source.ts';
import { LogReader } from '../testing/log-reader.ts';
import { header, line, SESSION, userSays } from '../testing/transcript.ts';

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
    appendFileSync(file, lines(4, SLICE_ENTRIES_MAX * 2 + 50));
    await reader.pass();
    assert.equal(reader.read.length, SLICE_ENTRIES_MAX * 2 + 51);
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

test('any interleaving of appending, cutting, renaming, rewriting, crashing and restarting gives each entry, and its id only', async () => {
  const step = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ do: fc.constant('append' as const), cut: fc.integer({ min: 0, max: 300 }) }),
    },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('pass' as const) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('crash' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('archive' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('rewrite' as const) }) },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const home = mkdtempSync(join(tmpdir(), 'clawnex-watcher-'));
      try {
        const folder = join(home, 'agents', 'main', 'sessions');
        mkdirSync(folder, { recursive: true });
        const file = join(folder, `${SESSION}.jsonl`);
        const reader = new LogReader(home);
        const written = new Set<string>();
        let next = 1;
        let unfinished = '';
        let whole = '';
        let archives = 0;
        let faults = 0;
        const append = (text: string) => {
          appendFileSync(file, text);
          whole += text;
        };
        for (const each of steps) {
          if (each.do === 'append') {
            const text = unfinished + line(userSays(next, `text ${next} ${'ä'.repeat(next % 40)}`));
            written.add(`e${next}`);
            next += 1;
            const cut = Math.min(each.cut, text.length - 1);
            unfinished = text.slice(text.length - cut);
            append(text.slice(0, text.length - cut));
          } else if (each.do === 'archive' && whole !== '') {
            append(unfinished);
            unfinished = '';
            archives += 1;
            renameSync(file, `${file}.reset.2026-11-22T13-03-32.${100 + archives}Z`);
            whole = '';
          } else if (each.do === 'rewrite' && whole !== '') {
            writeFileSync(file, whole);
            faults += 1;
          } else if (each.do === 'pass') await reader.pass();
          else if (each.do === 'crash') {
            await reader.pass(true);
            faults += 1;
          } else if (each.do === 'restart') reader.forget();
        }
        if (unfinished !== '') append(unfinished);
        await reader.pass();
        assert.deepEqual(new Set(reader.read), written);
        if (faults === 0) assert.equal(reader.read.length, written.size);
      } finally {
        rmSync(home, { recursive: true, force: true });
      }
    }),
    { numRuns: 250 },
  );
});
