import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeRow } from '../../test/mock/exchanges.ts';
import { EXCHANGE_EXPORT } from '../pages/traffic/exchange-export.ts';
import { toCsv, toNdjson } from './export-rows.ts';

const base = makeRow(1, Date.UTC(2026, 0, 1), 1);

test('NDJSON is one row a line, complete', () => {
  const lines = toNdjson([base, base]).trimEnd().split('\n');
  assert.equal(lines.length, 2);
  assert.deepEqual(JSON.parse(lines[0] ?? ''), base);
});

test('CSV quotes what needs it and leaves unknown empty', () => {
  const [header, line] = toCsv(EXCHANGE_EXPORT.csv, [{ ...base, agent: 'a "b", c', session: null }]).split(
    '\r\n',
  );
  assert.ok(header?.startsWith('call_id,at,host,origin,agent,'));
  assert.ok(line?.includes(',"a ""b"", c",'));
});

test('a name that a spreadsheet would run as a formula is made text', () => {
  const csv = toCsv(EXCHANGE_EXPORT.csv, [{ ...base, agent: '=HYPERLINK("http://x")' }]);
  assert.ok(csv.includes('"\'=HYPERLINK(""http://x"")"'));
});
