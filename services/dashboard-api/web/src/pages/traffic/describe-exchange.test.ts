import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeDetail, makeRow } from '../../../test/mock/exchanges.ts';
import { describeExchange } from './describe-exchange.ts';

function someRow(wanted: (row: ReturnType<typeof makeRow>) => boolean) {
  for (let index = 0; index < 5_000; index += 1) {
    const row = makeRow(index, Date.UTC(2026, 0, 1), index);
    if (wanted(row)) return row;
  }
  throw new Error('The mock makes no such row.');
}

test('a blocked prompt is told with finding, place and outcome', () => {
  const row = {
    ...someRow((each) => each.decision === 'blocked'),
    agent: 'main',
    host: 'host-a',
    model: 'm',
  };
  assert.equal(
    describeExchange(makeDetail(row)),
    "main on host-a called m. The prompt was judged hostile: order to ignore earlier instructions in a tool's result. It was refused before the model saw it.",
  );
});

test('an observed one says that block mode would have refused it', () => {
  const text = describeExchange(makeDetail(someRow((each) => each.decision === 'observed')));
  assert.match(text, /because the mode was observe\. In mode block it would have been refused\./);
});

test('an unjudged one says so, and names that reorder text are made visible', () => {
  const row = { ...someRow((each) => each.verdict === null), agent: 'a\u202eb' };
  const text = describeExchange(makeDetail(row));
  assert.match(text, /^a‹RLO›b on /);
  assert.match(text, /The shield has judged neither side \(yet\)\./);
});
