import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  addSuppression,
  listSuppressions,
  previewSuppression,
} from '@clawnex/proto/http/dashboard/correlations.ts';
import { readAudit, startTestApi, type TestApi } from '../../testing/start-test-api.ts';

let api: TestApi;
let analyst: string;
before(async () => {
  api = await startTestApi();
  analyst = await api.signIn('analyst');
});
after(() => api.stop());

const entity = { kind: 'agent', id: 'main' };
const send = async (method: 'GET' | 'POST', path: string, body?: unknown) =>
  api.send(method, path, { cookie: analyst, ...(body === undefined ? {} : { body }) });

test('a suppression names whom and why, says what it would have muted, ends, and is on the audit trail', async () => {
  const at = api.clock.now() - 3_600_000;
  api.db
    .prepare(
      `INSERT INTO alerts (alert_id, revision, at_ms, host, origin, incident_id, rule, title, severity, why, entity_kind,
         entity_id, first_at_ms, last_at_ms, events_json, detail_json)
       VALUES ('a', 1, ?, 'h', 'live', 'i', 'noisy', 't', 'low', 'w', 'agent', 'main', ?, ?, '[]', '{}')`,
    )
    .run(at, at, at);
  const preview = previewSuppression.response.parse(
    await (await send('POST', '/api/suppressions/preview', { rule: 'noisy', entity })).json(),
  );
  assert.deepEqual([preview.alerts, preview.incidents, preview.confirmed], [1, 1, 0]);
  const other = previewSuppression.response.parse(
    await (await send('POST', '/api/suppressions/preview', { entity: { kind: 'agent', id: 'x' } })).json(),
  );
  assert.equal(other.alerts, 0);

  const added = addSuppression.response.parse(
    await (
      await send('POST', '/api/suppressions', { rule: 'noisy', entity, reason: 'a load test', days: 2 })
    ).json(),
  );
  const listed = async () =>
    listSuppressions.response.parse(await (await send('GET', '/api/suppressions')).json()).rows;
  const [row] = await listed();
  assert.deepEqual(
    [row?.id, row?.rule, row?.owner, row?.active, row?.hits],
    [added.id, 'noisy', 'analyst', true, 0],
  );
  api.clock.turn(60_000);
  assert.equal((await send('POST', `/api/suppressions/${added.id}/end`, { reason: 'over' })).status, 200);
  assert.equal((await listed())[0]?.active, false);
  assert.equal(
    (await send('POST', `/api/suppressions/${added.id}/end`, { reason: 'over again' })).status,
    409,
  );
  const actions = readAudit(api.db).map(({ action }) => action);
  assert.ok(actions.includes('suppression_added') && actions.includes('suppression_ended'));
});

test('none mutes everyone, and none lasts for ever', async () => {
  assert.equal(
    (await send('POST', '/api/suppressions', { rule: 'noisy', reason: 'all of it', days: 2 })).status,
    400,
  );
  assert.equal((await send('POST', '/api/suppressions', { entity, reason: 'always', days: 91 })).status, 400);
  assert.equal((await send('POST', '/api/suppressions', { entity, reason: '', days: 1 })).status, 400);
});

test('rules cannot be saved while the correlator cannot be asked about them', async () => {
  const admin = await api.signIn('admin');
  const answer = await api.send('PUT', '/api/correlations/own-rules', {
    cookie: admin,
    body: { revision: 0, yaml: 'title: x', reason: 'because' },
  });
  assert.ok([503, 504].includes(answer.status), String(answer.status));
  assert.ok([503, 504].includes((await send('GET', '/api/correlations/threat')).status));
});
