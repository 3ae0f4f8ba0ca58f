import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  listHostHistory,
  listHostVulnerabilities,
  readHostPosture,
} from '@clawnex/proto/http/dashboard/host.ts';
import { startTestApi, type TestApi } from '../../testing/start-test-api.ts';

const FIRST = '0199cccc-0000-7000-8000-00000000000a';
const SECOND = '0199cccc-0000-7000-8000-00000000000b';
const AT = Date.UTC(2026, 0, 15, 11);
const PART = { score: 66, coverage_percent: 90, passed: 1, failed: 1, not_evaluated: 1, not_applicable: 0 };
const GRADE = {
  ...PART,
  letter: 'C',
  formula: '6 points passed / 9 points evaluated = 66',
  points: 6,
  points_possible: 9,
  caps: [],
  categories: [{ ...PART, category: 'kernel' }],
  tiers: [{ ...PART, tier: 'standard' }],
};
const FINDING = {
  finding_id: '0199cccc-0000-7000-8000-000000000001',
  check: 'AI-02',
  title: 't',
  severity: 'high',
  subject: 'TCP port 4000',
};

let api: TestApi;
let viewer: string;
before(async () => {
  api = await startTestApi();
  viewer = await api.signIn('viewer');
  const latest = api.db.prepare(
    `INSERT INTO host_latest (origin, host, snapshot_id, ended_at_ms, grade_json, checks_json, advisories_json, inventory_json,
       inventory_total, vulnerabilities_left_out, lynis_json) VALUES (?, 'host-a', 's2', ?, ?, '[]', ?, '[]', 7, 0, NULL)`,
  );
  const source = {
    name: 'built in',
    dated_ms: AT,
    age: 'aging',
    advisories: 55,
    sha256: 'a',
    signed_by: null,
  };
  for (const origin of ['live', 'demo'])
    latest.run(origin, AT, JSON.stringify(GRADE), JSON.stringify([source]));
  api.db.exec(
    `INSERT INTO host_vulnerabilities VALUES ('live', 'host-a', 0, 'CVE-2026-42208', '[]', 'PyPI', 'litellm', '1.83.0', '/p',
       'critical', 1, 0, '1.83.7', 't', 'built in', 'aging')`,
  );
  for (const [id, at] of [
    [FIRST, AT - 3_600_000],
    [SECOND, AT],
  ])
    api.db
      .prepare(`INSERT INTO host_scans VALUES (?, 'host-a', 'live', ?, 66, 'C', 90, 1, 1, 1, 0, 1, 1)`)
      .run(id, at);
  api.db
    .prepare(`INSERT INTO host_changes VALUES (?, ?, 'host-a', 'live', ?, 80, 66, ?, '[]', '[]')`)
    .run(SECOND, FIRST, AT, JSON.stringify([FINDING]));
});
after(() => api.stop());

async function read(path: string): Promise<unknown> {
  const response = await api.send('GET', path, { cookie: viewer });
  assert.equal(response.status, 200);
  return await response.json();
}

test('the posture of a host shows its grade with the formula and how old the advisories are', async () => {
  const { hosts } = readHostPosture.response.parse(await read('/api/host/posture'));
  assert.equal(hosts.length, 1, 'demo hosts are left out');
  assert.equal(hosts[0]?.grade.formula, GRADE.formula);
  assert.deepEqual(hosts[0]?.advisories[0]?.dated, '2026-01-15T11:00:00.000Z');
  assert.equal(hosts[0]?.inventory_total, 7);
  const { hosts: none } = readHostPosture.response.parse(await read('/api/host/posture?host=other'));
  assert.deepEqual(none, []);
});

test('vulnerabilities come with their source, exploited ones first', async () => {
  const { rows } = listHostVulnerabilities.response.parse(
    await read('/api/host/vulnerabilities?host=host-a'),
  );
  assert.deepEqual(
    [rows[0]?.advisory, rows[0]?.exploited, rows[0]?.fixed],
    ['CVE-2026-42208', true, '1.83.7'],
  );
});

test('the history tells each scan, newest first, and what it changed', async () => {
  const { scans, changes } = listHostHistory.response.parse(await read('/api/host/history?host=host-a'));
  assert.deepEqual(
    scans.map(({ snapshot_id }) => snapshot_id),
    [SECOND, FIRST],
  );
  assert.deepEqual(changes[0]?.appeared, [FINDING]);
  assert.equal((await api.send('GET', '/api/host/history', { cookie: viewer })).status, 400);
});

test('running a scan takes the permission, and says when nobody answers', async () => {
  const denied = await api.send('POST', '/api/host/run', { cookie: viewer });
  assert.equal(denied.status, 403);
  const analyst = await api.signIn('analyst');
  const away = await api.send('POST', '/api/host/run', { cookie: analyst });
  assert.equal(away.status, 503);
});
