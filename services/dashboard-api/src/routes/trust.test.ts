import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { acceptFinding, listTrustChanges, listTrustDetails } from '@clawnex/proto/http/dashboard/trust.ts';
import { startTestApi, type TestApi } from '../../testing/start-test-api.ts';

const DAY_MS = 86_400_000;
const ID = '0199cccc-0000-7000-8000-000000000001';
const OTHER = '0199cccc-0000-7000-8000-000000000002';
const AT = Date.UTC(2026, 0, 15, 11);
const DETAIL = {
  file: '~/.openclaw/openclaw.json',
  pointer: '/channels/telegram/dmPolicy',
  line: 3,
  risk: 100,
  paths: ['a stranger → the agent → commands on this host'],
  combinations: ['TC1'],
  patch: [
    {
      op: 'set',
      file: '~/.openclaw/openclaw.json',
      format: 'json5',
      pointer: '/channels/telegram/dmPolicy',
      before: '"open"',
      after: '"pairing"',
      rollback: 'set it back',
    },
  ],
  restart: null,
  side_effects: '',
  simulation: { clears: true, removes: [ID], adds: [], highest_risk_before: 100, highest_risk_after: 22 },
  vendor_ids: [],
};

let api: TestApi;
let analyst: string;
before(async () => {
  api = await startTestApi();
  analyst = await api.signIn('analyst');
  api.db
    .prepare(
      `INSERT INTO findings (origin, source, host, finding_id, present, revision, check_name, title, result, severity, subject,
         why, evidence, fix, reason, first_seen_ms, last_seen_ms, snapshot_id)
       VALUES ('live', 'trust', 'host-a', ?, 1, 1, 'OC-08', 't', 'fail', 'critical', 's', 'w', 'e', 'f', NULL, ?, ?, 'snap')`,
    )
    .run(ID, AT, AT);
  see('state-1');
});
after(() => api.stop());

/** As ingest stores what a run saw. */
function see(state: string): void {
  api.db
    .prepare(
      `INSERT INTO trust_details (origin, host, finding_id, seen_at_ms, state, detail_json) VALUES ('live', 'host-a', ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET state = excluded.state, detail_json = excluded.detail_json`,
    )
    .run(ID, AT, state, JSON.stringify({ ...DETAIL, state }));
}
async function read() {
  const response = await api.send('GET', '/api/trust/findings', { cookie: analyst });
  const [row] = listTrustDetails.response.parse(await response.json()).rows;
  return {
    owner: row?.acceptance?.owner ?? null,
    reopened: row?.reopened ?? null,
    patch: row?.detail.patch[0]?.after,
  };
}
const target = { host: 'host-a', finding_id: ID };
const accept = (days: number, reason = 'a test bot without data') =>
  api.send('POST', '/api/trust/acceptances', {
    cookie: analyst,
    body: { ...target, reason, owner: 'Kim', days },
  });

test('an accepted finding opens again when its time ends, when it changes, and when it is revoked', async () => {
  assert.deepEqual(await read(), { owner: null, reopened: null, patch: '"pairing"' });
  const accepted = await accept(30);
  assert.equal(accepted.status, 200);
  assert.deepEqual(acceptFinding.response.parse(await accepted.json()), {
    expires_at: new Date(api.clock.now() + 30 * DAY_MS).toISOString(),
  });
  assert.deepEqual(await read(), { owner: 'Kim', reopened: null, patch: '"pairing"' });
  see('state-2');
  assert.equal((await read()).reopened, 'changed');
  see('state-1');
  const revoked = await api.send('POST', '/api/trust/acceptances/revoke', { cookie: analyst, body: target });
  assert.deepEqual([await revoked.json(), (await read()).reopened], [{ revoked: true }, 'revoked']);
  // Not longer than an operator's session lasts.
  assert.equal((await accept(1)).status, 200);
  api.clock.turn(DAY_MS + 1);
  analyst = await api.signIn('analyst');
  assert.equal((await read()).reopened, 'expired');
  const rows = api.db
    .prepare("SELECT action FROM audit_events WHERE action LIKE 'finding.%' ORDER BY seq")
    .all();
  assert.deepEqual(rows, [
    { action: 'finding.accepted' },
    { action: 'finding.acceptance_revoked' },
    { action: 'finding.accepted' },
  ]);
});

test('nothing is accepted for more than 180 days, without a reason, by a viewer, or that is not there', async () => {
  assert.equal((await accept(181)).status, 400);
  assert.equal((await accept(30, 'short')).status, 400);
  const body = { ...target, reason: 'a test bot without data', owner: 'Kim', days: 1 };
  const viewer = await api.signIn('viewer');
  assert.equal((await api.send('POST', '/api/trust/acceptances', { cookie: viewer, body })).status, 403);
  const other = { ...body, finding_id: OTHER };
  assert.equal(
    (await api.send('POST', '/api/trust/acceptances', { cookie: analyst, body: other })).status,
    404,
  );
});

test('changes from run to run are listed, the newest first', async () => {
  const change = {
    before_snapshot_id: ID,
    appeared: [ID],
    gone: [],
    new_ways: ['a way'],
    highest_risk_before: 10,
    highest_risk_after: 90,
  };
  const insert = api.db.prepare("INSERT INTO trust_changes VALUES (?, 'host-a', 'live', ?, ?)");
  for (const [index, snapshot_id] of [ID, OTHER].entries())
    insert.run(snapshot_id, AT + index, JSON.stringify({ ...change, snapshot_id }));
  const response = await api.send('GET', '/api/trust/changes', { cookie: analyst });
  const { rows } = listTrustChanges.response.parse(await response.json());
  assert.deepEqual(
    rows.map(({ snapshot_id }) => snapshot_id),
    [OTHER, ID],
  );
});

test('with the broker away the graph, what-if and a run say so', async () => {
  for (const [method, path, body] of [
    ['GET', '/api/trust/report', undefined],
    ['POST', '/api/trust/what-if', { settings: ['telegram.dmPolicy=pairing'] }],
    ['POST', '/api/trust/run', undefined],
  ] as const) {
    const response = await api.send(method, path, {
      cookie: analyst,
      ...(body === undefined ? {} : { body }),
    });
    assert.equal(response.status, 503, path);
    assert.match(JSON.stringify(await response.json()), /broker is away/);
  }
});
