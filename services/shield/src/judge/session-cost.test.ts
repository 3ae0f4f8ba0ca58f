import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { chatAnswer, chatRequest, type Message } from '../testing/guardrail-bodies.ts';
import { startTestShield, type TestShield } from '../testing/start-shield.ts';

const TURNS = 40;
/** More, to read times. */
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 1);
/** A turn of an agent: a question, and a tool's result of a page. */
const QUESTION_LENGTH = 300;
const RESULT_LENGTH = 6_000;
const WORDS =
  'the harbour office answers letters about berths prices tides cranes and the log of late ships every morning';

let shield: TestShield;
before(async () => {
  shield = await startTestShield();
});
after(() => shield.stop());

function write(seed: string, length: number): string {
  const words = WORDS.split(' ');
  let text = `${seed}:`;
  for (let at = 0; text.length < length; at++) text += ` ${words[(at * 7 + seed.length) % words.length]}`;
  return text;
}

function turn(name: string, number: number): Message[] {
  const call = {
    id: `c${number}`,
    type: 'function',
    function: { name: 'read', arguments: `{"page":"${number}"}` },
  };
  return [
    { role: 'user', content: write(`${name} question ${number}`, QUESTION_LENGTH) },
    { role: 'assistant', content: null, tool_calls: [call] },
    { role: 'tool', tool_call_id: `c${number}`, content: write(`${name} page ${number}`, RESULT_LENGTH) },
  ];
}

/** Characters scanned so far, as the metrics say. */
async function scanned(): Promise<number> {
  const answer = await fetch(`${shield.url}/metrics`, { headers: { 'x-api-key': 'test-token' } });
  return Number(/scanned_length\S* (\d+)/.exec(await answer.text())?.[1] ?? 0);
}

/** What the work cost the shield itself: characters scanned, and its own time from request read to decision. */
async function costOf(work: () => Promise<void>): Promise<{ ms: number; length: number }> {
  shield.events.length = 0;
  const before = await scanned();
  await work();
  const ms = shield.events.reduce(
    (sum, event) => sum + (event.type === 'exchange.judged' ? event.data.latency_us / 1_000 : 0),
    0,
  );
  return { ms, length: (await scanned()) - before };
}

async function playSession(name: string): Promise<void> {
  const history: Message[] = [];
  for (let number = 0; number < TURNS; number++) {
    history.push(...turn(name, number));
    await shield.judge(chatRequest(history, { litellm_trace_id: name }));
  }
}

/** The same blocks, each sent once. */
async function playTurns(name: string): Promise<void> {
  for (let number = 0; number < TURNS; number++) await shield.judge(chatRequest(turn(name, number)));
}

test('a session of 40 turns, sent whole with each, costs no more scanning than each block once', async (context) => {
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const session = await costOf(() => playSession(`session ${round}`));
    const once = await costOf(() => playTurns(`once ${round}`));
    assert.ok(once.length > TURNS * RESULT_LENGTH);
    // The names differ by a few letters; nothing else may.
    assert.ok(session.length <= once.length * 1.01, `${session.length} instead of ${once.length}`);
    ratios.push(session.ms / once.ms);
  }
  // Time is for people to read: the first round warms up, and other work on the machine adds to either side.
  context.diagnostic(
    `the shield's own time, of each block once: ${ratios.map((one) => one.toFixed(2)).join(' ')}`,
  );
});

test('a streamed answer that is sent again and again is scanned once, but for the overlaps', async () => {
  const full = write('streamed', 60_000);
  const id = { litellm_call_id: 'streamed-1' };
  const step = 3_000;
  const cost = await costOf(async () => {
    for (let end = step; end <= full.length; end += step)
      await shield.judge(chatAnswer([full.slice(0, end)], id));
  });
  const naive = (full.length / step) * (full.length / 2);
  assert.ok(cost.length < full.length * 4, `${cost.length} characters for ${full.length}`);
  assert.ok(cost.length < naive / 2);
});
