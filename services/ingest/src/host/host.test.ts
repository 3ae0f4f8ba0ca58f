import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import type { HostGrade, HostSnapshot, Vulnerability } from '@clawnex/proto/events/host.ts';
import { received, START_MS } from '../testing/make-events.ts';
import { openTestStore, type TestStore } from '../testing/open-test-store.ts';

const PART = { score: 80, coverage_percent: 90, passed: 8, failed: 1, not_evaluated: 2, not_applicable: 3 };
const GRADE: HostGrade = {
  ...PART,
  letter: 'B',
  formula: 'f',
  points: 8,
  points_possible: 10,
  caps: [],
  categories: [],
  tiers: [],
};
const FLAW: Vulnerability = {
  advisory: 'CVE-2026-42208',
  aliases: ['GHSA-r75f-5x8p-qvmc'],
  ecosystem: 'PyPI',
  package: 'litellm',
  version: '1.83.0',
  path: '/srv',
  severity: 'critical',
  exploited: true,
  malicious: false,
  fixed: '1.83.7',
  title: 't',
  source: 'built in',
  source_age: 'aging',
};
const idOf = (run: number) => `0199aaaa-0000-7000-8000-00000000000${run}`;
const scan = (run: number, parts: Partial<HostSnapshot> = {}): HostSnapshot => ({
  snapshot_id: idOf(run),
  started_at_ms: START_MS + run * 1_000,
  ended_at_ms: START_MS + run * 1_000 + 500,
  findings: [],
  checks_total: 89,
  grade: GRADE,
  vulnerabilities: [],
  ...parts,
});

describe('host scans in the store', () => {
  let store: TestStore;
  beforeEach(() => {
    store = openTestStore();
  });
  afterEach(() => store.close());

  test('every run leaves a line, the newest one its whole, in whatever order they come', async () => {
    const second = scan(2, { vulnerabilities: [FLAW], vulnerabilities_left_out: 4 });
    await store.apply([received('host.snapshot', scan(1)), received('host.snapshot', second)]);
    await store.apply([received('host.snapshot', scan(0, { vulnerabilities: [FLAW, FLAW] }))]);
    assert.equal(store.rows('SELECT * FROM host_scans').length, 3);
    assert.deepEqual(store.rows('SELECT snapshot_id, vulnerabilities_left_out FROM host_latest'), [
      { snapshot_id: idOf(2), vulnerabilities_left_out: 4 },
    ]);
    assert.deepEqual(store.rows('SELECT position, advisory, exploited, fixed FROM host_vulnerabilities'), [
      { position: 0, advisory: 'CVE-2026-42208', exploited: 1, fixed: '1.83.7' },
    ]);
    assert.deepEqual(
      store.rows(`SELECT vulnerabilities, exploited FROM host_scans WHERE snapshot_id = '${idOf(2)}'`),
      [{ vulnerabilities: 5, exploited: 1 }],
    );
  });

  test('what is mended leaves with the next run', async () => {
    await store.apply([received('host.snapshot', scan(1, { vulnerabilities: [FLAW] }))]);
    await store.apply([received('host.snapshot', scan(2))]);
    assert.deepEqual(store.rows('SELECT * FROM host_vulnerabilities'), []);
  });

  test('a change is kept once, with the scores', async () => {
    const change = received('host.changed', {
      snapshot_id: idOf(2),
      previous_snapshot_id: idOf(1),
      appeared: [],
      resolved: [],
      lost_sight: [],
      score_before: null,
      score_after: 80,
    });
    await store.apply([change]);
    await store.apply([change]);
    assert.deepEqual(store.rows('SELECT snapshot_id, score_before, score_after FROM host_changes'), [
      { snapshot_id: idOf(2), score_before: null, score_after: 80 },
    ]);
  });
});
