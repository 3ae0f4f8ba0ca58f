import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTempStore } from './testing/temp-store.ts';

const NEWEST = 'ORDER BY at_ms DESC, seq DESC LIMIT 100';
const BEFORE = '(at_ms, seq) < (:at_ms, :seq)';
const JOINED = (table: string, column: string) =>
  `SELECT e.* FROM ${table} r JOIN exchanges e ON e.seq = r.exchange
   WHERE r.origin = :origin AND r.${column} = :value AND (r.at_ms, r.exchange) < (:at_ms, :seq)
   ORDER BY r.at_ms DESC, r.exchange DESC LIMIT 100`;

/** The queries that the README promises an index for. */
const QUERIES: Readonly<Record<string, string>> = {
  exchanges_at: `SELECT * FROM exchanges WHERE ${BEFORE} ${NEWEST}`,
  exchanges_origin: `SELECT * FROM exchanges WHERE origin = :origin AND ${BEFORE} ${NEWEST}`,
  ...Object.fromEntries(
    ['verdict', 'decision', 'host', 'model', 'agent', 'session'].map((column) => [
      `exchanges_${column}`,
      `SELECT * FROM exchanges WHERE origin = :origin AND ${column} = :value AND ${BEFORE} ${NEWEST}`,
    ]),
  ),
  exchanges_key: `SELECT * FROM exchanges WHERE origin = :origin AND key_alias = :value AND ${BEFORE} ${NEWEST}`,
  exchanges_revision: 'SELECT * FROM exchanges WHERE revision > :revision ORDER BY revision LIMIT 200',
  exchange_rules_rule: JOINED('exchange_rules', 'rule'),
  exchange_categories_category: JOINED('exchange_categories', 'category'),
  exchange_minutes:
    'SELECT minute_ms, verdict, exchanges FROM exchange_minutes WHERE origin = :origin AND minute_ms >= :from AND minute_ms < :to',
  judgements_exchange: 'SELECT * FROM judgements WHERE exchange = :seq ORDER BY at_ms',
  log_records_exchange: 'SELECT * FROM log_records WHERE exchange = :seq',
  judgements_evidence: 'SELECT exchange FROM judgements WHERE evidence_id = :value',
  incidents_last: 'SELECT * FROM incidents ORDER BY last_at_ms DESC LIMIT 100',
  incidents_origin: 'SELECT * FROM incidents WHERE origin = :origin ORDER BY last_at_ms DESC LIMIT 100',
};

for (const [index, sql] of Object.entries(QUERIES)) {
  test(`${index} serves its query, in order, without sorting`, (t) => {
    const store = openTempStore();
    t.after(store.close);
    const parameters = Object.fromEntries([...sql.matchAll(/:([a-z_]+)/g)].map((match) => [match[1], 1]));
    const plan = store.db
      .prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .all(parameters)
      .map((step) => String(Object(step).detail));
    assert.ok(
      plan.some((step) => step.includes(index)),
      plan.join('\n'),
    );
    assert.ok(!plan.some((step) => step.includes('TEMP B-TREE')), plan.join('\n'));
  });
}
