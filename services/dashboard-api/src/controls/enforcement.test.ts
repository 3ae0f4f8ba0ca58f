import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { BREAK_GLASS_WORDS } from '@clawnex/proto/controls/break-glass.ts';
import { verifyAudit } from '@clawnex/shared/store/verify-audit.ts';
import { z } from 'zod';
import {
  HANG_MS,
  insertOperator,
  readAudit,
  startTestApi,
  type TestApi,
} from '../../testing/start-test-api.ts';

const MINUTE = 60_000;
const text = z.string().default('');
const Row = z.looseObject({ name: text, state: text });
/** What is looked at in the answers of a dozen routes. */
const Body = z.looseObject({
  id: text,
  yaml: text,
  mode: text,
  profile: text,
  marker: text,
  two_person: z.boolean().optional(),
  revision: z.int().default(0),
  ok: z.boolean().optional(),
  error: z.looseObject({ message: text, where: text }).default({ message: '', where: '' }),
  differences: z.array(z.looseObject({ where: z.string() })).default([]),
  faults: z.array(z.looseObject({ where: z.string() })).default([]),
  rows: z.array(Row).default([]),
  lifting: z
    .looseObject({ state: z.string(), until: z.string().nullable(), confirmed_by: z.string().nullable() })
    .nullish(),
});
const REASON = 'the agent behaves oddly';

describe('what operators decide about enforcement, with the broker away', { timeout: HANG_MS }, () => {
  let test: TestApi;
  let cookie: string;
  before(async () => {
    test = await startTestApi();
    cookie = await test.signIn('responder');
  });
  after(() => test.stop());

  async function call(method: string, path: string, body?: unknown, as = cookie) {
    const answer = await test.send(method, path, body === undefined ? { cookie: as } : { cookie: as, body });
    return { status: answer.status, body: Body.parse(await answer.json()) };
  }

  it('changes the policy as one document, names the place of a fault, and shows the second what the first did', async () => {
    const { body: document } = await call('GET', '/api/policy/document');
    const yaml = document.yaml
      .replace('mode: observe', 'mode: block')
      .replace('profile: balanced', 'profile: strict');
    const checked = await call('POST', '/api/policy/check', { yaml });
    assert.deepEqual(
      checked.body.differences.map(({ where }) => where),
      ['mode', 'profile'],
    );
    const put = (text: string, revision = 0) =>
      call('PUT', '/api/policy/document', { revision, yaml: text, reason: 'two quiet weeks' });
    const wrong = await put(yaml.replace('lines: []', 'lines: [{ category: pii }]'));
    assert.equal(wrong.status, 400);
    assert.equal(wrong.body.error.where, 'lines[0].action');
    assert.equal((await call('GET', '/api/policy')).body.mode, 'observe', 'nothing was changed');
    const done = await put(yaml);
    assert.partialDeepStrictEqual(done.body, {
      revision: 1,
      mode: 'block',
      profile: 'strict',
      published: false,
    });
    const late = await put(yaml.replace('review_score: 40', 'review_score: 30'));
    assert.equal(late.status, 409);
    assert.match(late.body.error.message, /responder made revision 1.*review_score: 40 -> 30/);
    const versions = await call('GET', '/api/policy/versions');
    assert.partialDeepStrictEqual(versions.body.rows, [{ revision: 1, reason: 'two quiet weeks' }]);
    const change = {
      revision: 1,
      mode: 'observe',
      deadline_ms: 250,
      on_deadline: 'block',
      review_score: 40,
      block_score: 75,
    };
    await call('PUT', '/api/policy', { ...change, reason: 'a switch of the mode keeps the rest' });
    assert.equal((await call('GET', '/api/policy')).body.profile, 'strict');
    const told = await call('POST', '/api/policy/explain', { category: 'secret', origin: 'tool_result' });
    assert.partialDeepStrictEqual(told.body, {
      action: 'block',
      decided_by: 'profile strict[0]',
      mode: 'observe',
    });
  });

  it('stops something until its time is over or somebody ends it', async () => {
    const added = await call('POST', '/api/containment', {
      kind: 'agent',
      name: 'mail',
      minutes: 30,
      reason: REASON,
    });
    assert.equal(added.status, 200, JSON.stringify(added.body));
    const other = await call('POST', '/api/containment', {
      kind: 'tool',
      name: 'bash',
      minutes: 5,
      reason: REASON,
    });
    const names = async () => (await call('GET', '/api/containment')).body.rows.map(({ name }) => name);
    assert.deepEqual(await names(), ['mail', 'bash']);
    test.clock.turn(5 * MINUTE);
    assert.deepEqual(await names(), ['mail']);
    assert.equal((await call('DELETE', `/api/containment/${other.body.id}`)).status, 404);
    assert.equal((await call('DELETE', `/api/containment/${added.body.id}`)).status, 200);
    assert.deepEqual(await names(), []);
    const short = await call('POST', '/api/containment', {
      kind: 'agent',
      name: 'mail',
      minutes: 30,
      reason: 'why',
    });
    assert.equal(short.body.error.where, 'body.reason');
    const viewer = await test.signIn('viewer');
    const denied = await call(
      'POST',
      '/api/containment',
      { kind: 'agent', name: 'x', minutes: 1, reason: REASON },
      viewer,
    );
    assert.equal(denied.status, 403);
  });

  it('takes exceptions with a narrow scope and an end only, and warns before it', async () => {
    const wish = {
      rule: 'secret.jwt',
      scope: { agent: 'ci' },
      days: 10,
      owner: 'ada',
      reason: 'tokens of the sandbox',
    };
    for (const [change, where] of [
      [{ scope: {} }, 'body.scope'],
      [{ scope: { agent: '*' } }, 'body.scope'],
      [{ rule: 'secret.*' }, 'body.exceptions[0].rule'],
      [{ days: 400 }, 'body.days'],
      [{ reason: 'because' }, 'body.reason'],
    ] as const) {
      const refused = await call('POST', '/api/exceptions', { ...wish, ...change });
      assert.deepEqual([refused.status, refused.body.error.where], [400, where]);
    }
    const added = await call('POST', '/api/exceptions', wish);
    assert.equal(added.status, 200, JSON.stringify(added.body));
    const state = async () => (await call('GET', '/api/exceptions')).body.rows[0]?.state;
    assert.equal(await state(), 'in_force');
    test.clock.turn(4 * 24 * 60 * MINUTE);
    cookie = await test.signIn('responder');
    assert.equal(await state(), 'expires_soon');
    await call('DELETE', `/api/exceptions/${added.body.id}`);
    assert.equal(await state(), 'expired');
  });

  it('lifts enforcement for typed words, a reason and a bounded time, once at a time', async () => {
    const wish = { minutes: 15, reason: 'the mail server is down', words: BREAK_GLASS_WORDS };
    for (const [change, where] of [
      [{ words: 'yes' }, 'body.words'],
      [{ minutes: 5 }, 'body.minutes'],
      [{ minutes: 300 }, 'body.minutes'],
      [{ reason: 'too short' }, 'body.reason'],
    ] as const) {
      const refused = await call('POST', '/api/break-glass', { ...wish, ...change });
      assert.deepEqual([refused.status, refused.body.error.where], [400, where]);
    }
    const lifted = await call('POST', '/api/break-glass', wish);
    assert.equal((await call('POST', '/api/break-glass', wish)).status, 409);
    assert.equal((await call('GET', '/api/break-glass')).body.lifting?.state, 'lifted');
    assert.equal((await call('DELETE', `/api/break-glass/${lifted.body.id}`)).status, 200);
    assert.equal((await call('GET', '/api/break-glass')).body.lifting?.state, 'over');
  });

  it('needs a second operator where the policy says so', async () => {
    const { body: document } = await call('GET', '/api/policy/document');
    const yaml = document.yaml.replace('two_person_break_glass: false', 'two_person_break_glass: true');
    await call('PUT', '/api/policy/document', { revision: document.revision, yaml, reason: 'two people' });
    const asked = await call('POST', '/api/break-glass', {
      minutes: 15,
      reason: 'the mail server is down',
      words: BREAK_GLASS_WORDS,
    });
    const { body } = await call('GET', '/api/break-glass');
    assert.deepEqual(
      [body.lifting?.state, body.lifting?.until, body.two_person],
      ['waits_for_second', null, true],
    );
    const confirm = (as: string) =>
      call('POST', `/api/break-glass/${asked.body.id}/confirm`, { words: BREAK_GLASS_WORDS }, as);
    assert.equal((await confirm(cookie)).status, 409, 'nobody agrees with themselves');
    await insertOperator(test.db, 'admin', 'admin', test.clock.now());
    assert.equal((await confirm(await test.signIn('admin'))).status, 200);
    const after = (await call('GET', '/api/break-glass')).body.lifting;
    assert.deepEqual([after?.state, after?.confirmed_by], ['lifted', 'admin']);
    test.clock.turn(15 * MINUTE);
    assert.equal((await call('GET', '/api/break-glass')).body.lifting?.state, 'over');
  });

  it('checks own rules before they are in force, and plants markers', async () => {
    const rule = `- id: own.heron
  title: "Heron"
  category: exfiltration
  severity: high
  confidence: 0.9
  expressions: ['project heron']
  why: "It is not public."
  verify: "Ask its owner."
  examples: { positive: ["project heron", "the Project Heron"], negative: ["a heron", "a project"] }
`;
    const bad = rule.replace('"a heron"', '"project heron"');
    const checked = await call('POST', '/api/own-rules/check', { yaml: bad });
    assert.deepEqual([checked.body.ok, checked.body.faults[0]?.where], [false, '[0].examples.negative[0]']);
    assert.equal(
      (await call('PUT', '/api/own-rules', { revision: 0, yaml: bad, reason: 'try it' })).status,
      400,
    );
    const saved = await call('PUT', '/api/own-rules', { revision: 0, yaml: rule, reason: 'try it' });
    assert.partialDeepStrictEqual(saved.body, { revision: 1, rules: 1 });
    assert.equal(
      (await call('PUT', '/api/own-rules', { revision: 0, yaml: rule, reason: 'again' })).status,
      409,
    );
    const run = await call('POST', '/api/own-rules/dry-run', { yaml: rule });
    assert.partialDeepStrictEqual(run.body, {
      judgements: 0,
      complete: true,
      rules: [{ rule: 'own.heron', hit: 0 }],
    });
    const planted = await call('POST', '/api/canaries', { agent: 'mail', note: 'in its memory file' });
    assert.match(planted.body.marker, /^cnx-/);
    const list = await call('GET', '/api/canaries');
    assert.ok(!JSON.stringify(list.body).includes(planted.body.marker));
    assert.equal((await call('DELETE', `/api/canaries/${planted.body.id}`)).status, 200);
  });

  it('leaves a row on the audit trail for every change, and an unbroken chain', () => {
    const actions = new Set(readAudit(test.db).map(({ action }) => action));
    for (const action of [
      ...['policy_changed', 'stop_added', 'stop_ended', 'exception_added', 'exception_ended'],
      ...['break_glass_lifted', 'break_glass_ended_early', 'break_glass_asked', 'break_glass_confirmed'],
      ...['own_rules_changed', 'canary_added', 'canary_ended'],
    ])
      assert.ok(actions.has(action), action);
    assert.equal(verifyAudit(test.db).ok, true);
  });
});
