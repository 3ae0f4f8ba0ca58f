import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { IncidentDetail } from '@clawnex/proto/http/dashboard/incident-work.ts';
import { listIncidents } from '@clawnex/proto/http/dashboard/incidents.ts';
import { startTestApi, type TestApi } from '../../testing/start-test-api.ts';

const ID = '0199aaaa-0000-7000-8000-000000000001';
const GONE = '0199aaaa-0000-7000-8000-000000000002';
const ALERT = '0199bbbb-0000-7000-8000-000000000001';
const AT = Date.UTC(2026, 0, 15, 11);

let api: TestApi;
let analyst: string;
before(async () => {
  api = await startTestApi();
  analyst = await api.signIn('analyst');
  const story = {
    tactics: ['initial-access', 'exfiltration'],
    rules: ['fleet.poisoned_page'],
    actions: ['Change the key.'],
    timeline: [
      {
        at_ms: AT,
        alert_id: ALERT,
        title: 'A page gave orders',
        severity: 'high',
        why: 'main read a page.',
        tactics: ['initial-access'],
        counts: true,
      },
    ],
  };
  const insert = api.db.prepare(
    `INSERT INTO incidents (incident_id, revision, host, origin, title, severity, why, entities_json, first_at_ms,
       last_at_ms, alert_count, event_time_ms, event_id, state, risk, detail_json)
     VALUES (?, ?, 'host-a', 'live', 'A key went away', 'critical', 'main sent a key.', ?, ?, ?, 1, ?, 'e', ?, 61.5, ?)`,
  );
  const entities = JSON.stringify([{ kind: 'agent', id: 'main' }]);
  insert.run(ID, 1, entities, AT, AT, AT, 'open', JSON.stringify(story));
  insert.run(GONE, 2, entities, AT, AT, AT, 'gone', '{}');
  api.db
    .prepare(
      `INSERT INTO alerts (alert_id, revision, at_ms, host, origin, incident_id, rule, title, severity, why, entity_kind,
         entity_id, first_at_ms, last_at_ms, events_json, detail_json)
       VALUES (?, 1, ?, 'host-a', 'live', ?, 'fleet.poisoned_page', 'A page gave orders', 'high', 'main read a page.',
         'agent', 'main', ?, ?, '["a","b"]', ?)`,
    )
    .run(ALERT, AT, ID, AT, AT, JSON.stringify({ steps: [{ event_id: ALERT, at_ms: AT, rule: 'base' }] }));
});
after(() => api.stop());

const path = (rest = '') => `/api/incidents/${ID}${rest}`;
async function read(): Promise<IncidentDetail> {
  const response = await api.send('GET', path(), { cookie: analyst });
  return IncidentDetail.parse(await response.json());
}

test('an incident is read with its story and its alerts; one that is gone is in no list, and can still be read', async () => {
  const listed = await api.send('GET', '/api/incidents', { cookie: analyst });
  const { rows } = listIncidents.response.parse(await listed.json());
  assert.deepEqual(
    rows.map(({ incident_id, status, owner, risk }) => [incident_id, status, owner, risk]),
    [[ID, 'new', null, 61.5]],
  );
  const detail = await read();
  assert.deepEqual(detail.row.tactics, ['initial-access', 'exfiltration']);
  assert.equal(detail.timeline[0]?.at, '2026-01-15T11:00:00.000Z');
  assert.deepEqual(
    detail.alerts.map(({ events_total, steps }) => [events_total, steps.length]),
    [[2, 1]],
  );
  const gone = await api.send('GET', `/api/incidents/${GONE}`, { cookie: analyst });
  assert.equal(IncidentDetail.parse(await gone.json()).gone, true);
});

test('work is audited; of two who saw the same state, the second is told', async () => {
  const change = (status: string, seen: string | null) =>
    api.send('PUT', path('/work'), { cookie: analyst, body: { status, owner: 'analyst', seen } });
  assert.equal((await change('investigating', null)).status, 200);
  assert.equal((await change('resolved', null)).status, 409);
  const { row, work } = await read();
  assert.deepEqual([row.status, row.owner], ['investigating', 'analyst']);
  assert.equal((await change('resolved', work?.updated_at ?? null)).status, 200);
  const audited = api.db
    .prepare("SELECT count(*) AS n FROM audit_events WHERE action = 'incident_changed'")
    .get();
  assert.deepEqual(audited, { n: 2 });
});

test('comments stay in order, and an incident that is not there takes none', async () => {
  for (const text of ['Looking at it.', 'It is the same key as yesterday.']) {
    const response = await api.send('POST', path('/comments'), { cookie: analyst, body: { text } });
    assert.equal(response.status, 200);
    api.clock.turn(1_000);
  }
  const { comments } = await read();
  assert.deepEqual(
    comments.map(({ text }) => text),
    ['Looking at it.', 'It is the same key as yesterday.'],
  );
  const other = '/api/incidents/0199aaaa-0000-7000-8000-00000000ffff/comments';
  assert.equal((await api.send('POST', other, { cookie: analyst, body: { text: 'x' } })).status, 404);
});

test('a viewer reads and does not write', async () => {
  const viewer = await api.signIn('viewer');
  assert.equal((await api.send('GET', path(), { cookie: viewer })).status, 200);
  const body = { status: 'resolved', owner: null, seen: null };
  assert.equal((await api.send('PUT', path('/work'), { cookie: viewer, body })).status, 403);
});
