import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { Exception } from '@clawnex/proto/controls/exception.ts';
import type { Stop } from '@clawnex/proto/controls/stop.ts';
import { CONFIG_DEFAULTS } from '@clawnex/proto/kv.ts';
import { DEFAULT_POLICY } from '@clawnex/proto/policy.ts';
import { newId } from '@clawnex/shared/kernel/ids.ts';
import { chatAnswer, chatRequest, type Message } from '../testing/guardrail-bodies.ts';
import { BENIGN_PROMPT, HOSTILE_RESULT, SECRET_GITHUB } from '../testing/hostile-texts.ts';
import { startTestShield, type TestShield } from '../testing/start-shield.ts';
import { TurnableClock } from '../testing/turnable-clock.ts';

const clock = new TurnableClock();
let shield: TestShield;
before(async () => {
  shield = await startTestShield({ clock });
});
after(() => shield.stop());
beforeEach(() => {
  shield.events.length = 0;
  shield.policy = { ...DEFAULT_POLICY, mode: 'block', deadline_ms: 5_000 };
  shield.controls = { ...CONFIG_DEFAULTS };
});

const user = (content: string): Message => ({ role: 'user', content });
const MINUTE = 60_000;
let revision = 0;

async function judge(body: object): Promise<{ action: string; reason: string; decision: string }> {
  const answer = (await shield.judge(body)) as { action: string; blocked_reason?: string };
  const event = shield.events.at(-1);
  assert.ok(event?.type === 'exchange.judged');
  return { action: answer.action, reason: answer.blocked_reason ?? '', decision: event.data.decision };
}

function lastData() {
  const event = shield.events.at(-1);
  assert.ok(event?.type === 'exchange.judged');
  return event.data;
}

function stop(kind: Stop['kind'], name: string): void {
  const since_ms = clock.now();
  const one = {
    id: newId(),
    kind,
    name,
    reason: 'it behaves oddly',
    by: 'ada',
    since_ms,
    until_ms: since_ms + MINUTE,
  };
  shield.controls = { ...shield.controls, containment: { revision: ++revision, stops: [one] } };
}

test('each kind of stop refuses what it is about in both modes, nobody else, and ends by the clock', async () => {
  const call = { id: 'c', type: 'function', function: { name: 'send_mail', arguments: '{"to":"x"}' } };
  const skill = {
    id: 'c',
    type: 'function',
    function: { name: 'read', arguments: '{"path":"skills/invoices/SKILL.md"}' },
  };
  const data = { user_api_key_hash: 'key-1', user_api_key_alias: 'mail-key' };
  const definition = {
    type: 'function',
    function: { name: 'send_mail', description: 'Sends.', parameters: {} },
  };
  const cases: [Stop['kind'], string, object][] = [
    ['agent', 'mail', chatRequest([user('Hi 1')], { litellm_trace_id: 'agent:mail:main' })],
    ['session', 's-1', chatRequest([user('Hi 2')], { litellm_trace_id: 's-1' })],
    ['key', 'mail-*', chatRequest([user('Hi 3')], { request_data: data })],
    ['provider', 'openai', chatRequest([user('Hi 4')], { model: 'openai/gpt-x' })],
    ['tool', 'send_mail', chatRequest([user('Hi 5')], { tools: [definition] })],
    ['tool', 'send_mail', chatAnswer([], { tool_calls: [call] })],
    [
      'tool',
      'send_mail',
      chatRequest([
        user('Hi 6'),
        { role: 'assistant', content: null, tool_calls: [call] },
        { role: 'tool', tool_call_id: 'c', content: 'sent' },
      ]),
    ],
    ['skill', 'invoices', chatAnswer([], { tool_calls: [skill] })],
  ];
  for (const [kind, name, body] of cases) {
    for (const mode of ['block', 'observe'] as const) {
      shield.policy = { ...shield.policy, mode };
      stop(kind, name);
      const refused = await judge(body);
      assert.match(refused.reason, /^clawnex: contained \(/, `${kind} ${name} ${mode}`);
      assert.equal(refused.decision, 'blocked');
      stop(kind, 'somebody-else');
      assert.equal((await judge(body)).action, 'NONE', `${kind} stops only what it names`);
      stop(kind, name);
      clock.turn(MINUTE);
      assert.equal((await judge(body)).action, 'NONE', `${kind} ends`);
    }
  }
});

function lift(durationMs: number): void {
  const since_ms = clock.now();
  const times = { asked_at_ms: since_ms, since_ms, until_ms: since_ms + durationMs, duration_ms: durationMs };
  const lifting = { id: newId(), reason: 'the mail server is down', by: 'ada', confirmed_by: null, ...times };
  shield.controls = { ...shield.controls, break_glass: { revision: ++revision, lifting } };
}

test('while enforcement is lifted hostile calls are bypassed and recorded, to the second', async () => {
  const hostile = () => chatRequest([user('Weather?'), { role: 'tool', content: HOSTILE_RESULT }]);
  lift(15 * MINUTE);
  for (let n = 0; n < 7; n++) assert.equal((await judge(hostile())).action, 'NONE');
  assert.equal((await judge(chatRequest([user(BENIGN_PROMPT)]))).decision, 'passed');
  assert.equal(shield.events.filter(({ json }) => json.includes('"decision":"bypassed"')).length, 7);
  assert.equal(lastData().settled, undefined);
  clock.turn(15 * MINUTE - 1);
  assert.equal((await judge(hostile())).decision, 'bypassed');
  assert.equal(lastData().settled?.break_glass, shield.controls.break_glass.lifting?.id);
  assert.equal(lastData().verdict, 'block', 'scanning goes on');
  clock.turn(1);
  assert.equal((await judge(hostile())).decision, 'blocked');
});

test('setting the clock back does not make a lifting longer, and a stop holds in spite of it', async () => {
  const hostile = () => chatRequest([user('Weather?'), { role: 'tool', content: HOSTILE_RESULT }]);
  lift(15 * MINUTE);
  assert.equal((await judge(hostile())).decision, 'bypassed');
  stop('session', 's-2');
  const stopped = await judge(chatRequest([user('Hi')], { litellm_trace_id: 's-2' }));
  assert.match(stopped.reason, /contained/);
  clock.turn(10 * MINUTE);
  clock.setBack(10 * MINUTE);
  assert.equal((await judge(hostile())).decision, 'bypassed');
  clock.turn(5 * MINUTE);
  assert.equal((await judge(hostile())).decision, 'blocked');
});

test('an exception silences one rule in one place until it ends, and is named in the record', async () => {
  const origins: Exception['origins'] = ['user'];
  const times = { created_at_ms: clock.now(), expires_at_ms: clock.now() + MINUTE };
  const about = {
    id: newId(),
    rule: 'secret.github_token',
    origins,
    reason: 'token of the sandbox',
    owner: 'ada',
  };
  const one = { ...about, scope: { agent: 'ci-*' }, by: 'ada', ...times };
  shield.controls = { ...shield.controls, exceptions: { revision: ++revision, exceptions: [one] } };
  const ci = { request_data: { user_api_key_hash: 'k', user_api_key_alias: 'ci-7' } };
  const body = (more: object, role = 'user') =>
    chatRequest([user('Upload.'), { role, content: `token ${SECRET_GITHUB}` }], more);
  assert.equal((await judge(body(ci))).action, 'NONE');
  assert.deepEqual(lastData().settled?.exceptions, [one.id]);
  assert.equal(
    lastData().blocks[0]?.detections[0]?.rule,
    'secret.github_token',
    'what was found stays evidence',
  );
  assert.equal((await judge(body({}))).action, 'BLOCKED', 'not for another agent');
  assert.equal((await judge(body(ci, 'tool'))).action, 'BLOCKED', 'not for another origin');
  const both = chatRequest([user(`token ${SECRET_GITHUB}`), { role: 'tool', content: HOSTILE_RESULT }], ci);
  assert.equal((await judge(both)).action, 'BLOCKED', 'not for another rule');
  clock.turn(MINUTE);
  assert.equal((await judge(body(ci))).action, 'BLOCKED', 'not for ever');
});

test('a line that redacts cuts the hits out of a prompt and leaves the rest', async () => {
  shield.policy = { ...shield.policy, profile: 'data_loss' };
  const answer = await shield.judge(
    chatRequest([user('Hello'), user(`Use ${SECRET_GITHUB} and card 4539 1488 0343 6467 please.`)]),
  );
  assert.deepEqual(answer, {
    action: 'GUARDRAIL_INTERVENED',
    texts: [
      'Hello',
      'Use [ClawNex removed: secret.github_token] and card [ClawNex removed: pii.card] please.',
    ],
  });
  assert.equal(lastData().decision, 'redacted');
  assert.ok(!shield.events.some(({ json }) => json.includes(SECRET_GITHUB)));
  assert.equal(
    (await judge(chatAnswer([`Use ${SECRET_GITHUB}.`]))).decision,
    'blocked',
    'an answer cannot be rewritten',
  );
});
