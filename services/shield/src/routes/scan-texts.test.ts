import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { moderate, scanBlocks } from '@clawnex/proto/http/shield.ts';
import { signTrafficTag } from '@clawnex/shared/kernel/traffic-tag.ts';
import { z } from 'zod';
import { HOSTILE_RESULT, SECRET_AWS } from '../testing/hostile-texts.ts';
import { startTestShield, TEST_TAG_KEY, type TestShield } from '../testing/start-shield.ts';

let shield: TestShield;
before(async () => {
  shield = await startTestShield();
});
after(() => shield.stop());
beforeEach(() => {
  shield.events.length = 0;
});

test('a scan explains each block in order, records each, and decides nothing', async () => {
  const blocks = [{ text: 'hello' }, { text: HOSTILE_RESULT, origin: 'tool_result' }];
  const answer = scanBlocks.response.parse(await (await shield.post('/v1/scan', { blocks })).json());
  assert.deepEqual(
    answer.results.map(({ verdict }) => verdict),
    ['allow', 'block'],
  );
  assert.deepEqual([answer.verdict, answer.mode, answer.score], ['block', 'block', answer.results[1]?.score]);
  assert.ok(answer.results[1]?.ledger.length);
  const recorded = shield.events.map((event) => (event.type === 'scan.completed' ? event.data : null));
  assert.deepEqual(
    recorded.map((data) => [data?.scan_source, data?.block.index, data?.block.verdict]),
    [
      ['api', 0, 'allow'],
      ['api', 1, 'block'],
    ],
  );
});

test('of many blocks only those that are not clean are recorded', async () => {
  const blocks = Array.from({ length: 17 }, (_, index) => ({ text: `clean ${index}` }));
  await shield.post('/v1/scan', { blocks: [...blocks, { text: HOSTILE_RESULT, origin: 'tool_result' }] });
  assert.equal(shield.events.length, 1);
});

test("a moderation flags by OpenAI's shape: one result per text, one for all parts together", async () => {
  const input = ['good morning', `key ${SECRET_AWS}`];
  const ask = async (body: object) =>
    moderate.response.parse(await (await shield.post('/v1/moderations', body)).json());
  const perText = await ask({ input, model: 'omni-moderation-latest' });
  assert.deepEqual(
    perText.results.map(({ flagged }) => flagged),
    [false, true],
  );
  assert.equal(perText.results[1]?.categories['secret'], true);
  assert.equal(perText.results[0]?.categories['secret'], false);
  assert.ok((perText.results[1]?.category_scores['secret'] ?? 0) > 0);
  const parts = [
    { type: 'text', text: input[0] },
    { type: 'image_url', image_url: { url: 'x' } },
    { type: 'text', text: input[1] },
  ];
  assert.deepEqual(
    (await ask({ input: parts })).results.map(({ flagged }) => flagged),
    [true],
  );
  assert.deepEqual(
    (await ask({ input: 'good morning' })).results.map(({ flagged }) => flagged),
    [false],
  );
  assert.deepEqual((await ask({ input: [] })).results, []);
  assert.deepEqual(
    (await ask({ input: [{ type: 'image_url' }] })).results.map(({ flagged }) => flagged),
    [false],
  );
});

test('a signed tag marks the record of a direct scan', async () => {
  const tag = signTrafficTag({ origin: 'test', time_ms: 0 }, TEST_TAG_KEY, Date.now());
  await shield.post('/v1/scan', { blocks: [{ text: 'x' }] }, { 'x-clawnex-tag': tag });
  assert.equal(shield.events[0]?.origin, 'test');
});

test('too much text, and a spool that refuses, are errors with their own status', async () => {
  const blocks = [{ text: 'a'.repeat(9 * 1024 ** 2) }];
  assert.equal((await shield.post('/v1/scan', { blocks })).status, 413);
  shield.diskFull = true;
  assert.equal((await shield.post('/v1/scan', { blocks: [{ text: 'x' }] })).status, 503);
  shield.diskFull = false;
});

test('lines are scanned as they come, in order, and a bad one stops nothing', async () => {
  const lines = [
    '{"id":1,"text":"hello"}',
    '',
    'not json',
    JSON.stringify({ id: 'b', text: HOSTILE_RESULT, origin: 'tool_result' }),
    '{"id":3,"origin":"user"}',
    '{"id":4,"text":"bye","origin":"nobody"}',
    '{"id":5,"text":"no line feed at the end"}',
  ];
  const answer = await shield.post('/v1/scan/lines', lines.join('\n'), {
    'content-type': 'application/x-ndjson',
  });
  assert.equal(answer.status, 200);
  const results = (await answer.text()).trimEnd().split('\n');
  assert.deepEqual(
    results
      .map((line) =>
        z
          .looseObject({
            id: z.unknown().optional(),
            verdict: z.unknown().optional(),
            line: z.unknown().optional(),
          })
          .parse(JSON.parse(line)),
      )
      .map(({ id, verdict, line }) => [id, verdict, line]),
    [
      [1, 'allow', undefined],
      [undefined, undefined, 3],
      ['b', 'block', undefined],
      [undefined, undefined, 5],
      [undefined, undefined, 6],
      [5, 'allow', undefined],
    ],
  );
  assert.match(results[3] ?? '', /text: /);
  assert.equal(shield.events.length, 1, 'only what is not clean is recorded');
  const refused = await fetch(`${shield.url}/v1/scan/lines`, { method: 'POST', body: lines.join('\n') });
  assert.equal(refused.status, 401);
});
