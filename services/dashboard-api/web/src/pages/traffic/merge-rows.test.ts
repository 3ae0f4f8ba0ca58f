import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ExchangeRow } from '@clawnex/proto/http/dashboard/exchanges.ts';
import fc from 'fast-check';
import { EMPTY_LIST, type RowList, showWaiting, takeLive, takePage } from './merge-rows.ts';

function row(id: number, revision: number): ExchangeRow {
  return {
    call_id: `call-${String(id).padStart(3, '0')}`,
    revision,
    at: new Date(Date.UTC(2026, 0, 1) + id * 1_000).toISOString(),
    host: 'host-a',
    origin: 'live',
    agent: null,
    session: null,
    model: null,
    provider: null,
    key_alias: null,
    verdict: null,
    score: null,
    decision: null,
    categories: [],
    rules: [],
    request: null,
    response: null,
    log: null,
  };
}

const all = () => true;
const ids = (list: RowList) => list.shown.map((each) => each.call_id);

test('new rows wait and leave what is shown untouched', () => {
  const before = takePage(EMPTY_LIST, [row(2, 2), row(1, 1)]);
  const after = takeLive(before, [row(3, 3)], all, false);
  assert.equal(after.shown, before.shown);
  assert.deepEqual(after.waiting, [row(3, 3)]);
  assert.deepEqual(ids(showWaiting(after)), ['call-003', 'call-002', 'call-001']);
});

test('rows of another filter are not taken in', () => {
  const after = takeLive(EMPTY_LIST, [row(3, 3)], () => false, true);
  assert.deepEqual(after, EMPTY_LIST);
});

test('a newer version replaces its row in place, an older one does not', () => {
  const before = takePage(EMPTY_LIST, [row(2, 5), row(1, 1)]);
  const after = takeLive(before, [row(2, 4), row(1, 9)], all, false);
  assert.deepEqual(
    after.shown.map((each) => each.revision),
    [5, 9],
  );
  assert.equal(after.waiting.length, 0);
});

test('a row the stream brought before its page is listed once, in its newer version', () => {
  const live = takeLive(EMPTY_LIST, [row(7, 9)], all, true);
  const after = takePage(live, [row(7, 3), row(6, 2)]);
  assert.deepEqual(after.shown, [row(7, 9), row(6, 2)]);
});

test('in any order of frames and pages: every row once, newest version, newest first', () => {
  const frame = fc.array(fc.tuple(fc.integer({ min: 20, max: 39 }), fc.integer({ min: 1, max: 50 })), {
    maxLength: 12,
  });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(frame, fc.boolean()), { maxLength: 12 }),
      fc.boolean(),
      (frames, pageLast) => {
        const page = Array.from({ length: 20 }, (_, index) => row(19 - index, 1));
        let list = pageLast ? EMPTY_LIST : takePage(EMPTY_LIST, page);
        const newest = new Map<string, number>();
        for (const [entries, atOnce] of frames) {
          const rows = entries.map(([id, revision]) => row(id, revision));
          // Within one frame the store sends each row once.
          const unique = [...new Map(rows.map((each) => [each.call_id, each])).values()];
          for (const each of unique)
            newest.set(each.call_id, Math.max(newest.get(each.call_id) ?? 0, each.revision));
          list = takeLive(list, unique, all, atOnce);
        }
        list = showWaiting(list);
        if (pageLast) list = takePage(list, page);
        assert.equal(new Set(ids(list)).size, list.shown.length);
        assert.equal(list.shown.length, 20 + newest.size);
        assert.deepEqual(ids(list), [...ids(list)].sort().reverse());
        for (const each of list.shown) assert.equal(each.revision, newest.get(each.call_id) ?? 1);
      },
    ),
  );
});
