import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { HttpError } from '@clawnex/proto/http/error.ts';
import { defineRoute } from '@clawnex/proto/http/route.ts';
import fc from 'fast-check';
import { Hono } from 'hono';
import { pino } from 'pino';
import { z } from 'zod';
import { ConfigError } from '../config.ts';
import { type Listening, listenOnLoopback } from './listen.ts';
import { mountRoute } from './mount-route.ts';
import { tokenGate } from './token-gate.ts';

const log = pino({ level: 'silent' });
const echo = defineRoute({
  method: 'POST',
  path: '/echo/:name',
  access: 'token',
  summary: 'Says it back',
  params: z.object({ name: z.string().min(2) }),
  query: z.object({ times: z.coerce.number().int().min(1).max(3).default(1) }),
  body: z.strictObject({ text: z.string() }),
  body_bytes_max: 1_000,
  response: z.strictObject({ said: z.string() }),
  errors: [],
});
const broken = defineRoute({
  method: 'GET',
  path: '/broken',
  access: 'public',
  summary: 'Throws',
  response: z.strictObject({}),
  errors: [],
});

let server: Listening;

describe('a mounted route', () => {
  before(async () => {
    const app = new Hono();
    const options = { gate: tokenGate('token-of-this-daemon'), log };
    mountRoute(app, echo, options, ({ params, query, body }) => ({
      ok: true,
      body: { said: `${params.name}: ${body.text.repeat(query.times)}` },
    }));
    mountRoute(app, broken, options, () => {
      throw new Error('secret detail');
    });
    server = await listenOnLoopback(app, 0, 'a setting');
  });
  after(() => server.close());

  const post = (path: string, body: string, headers: Record<string, string> = {}) =>
    fetch(`${server.url}${path}`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', 'x-api-key': 'token-of-this-daemon', ...headers },
    });

  test('parses path, query and body, and answers JSON that nobody caches', async () => {
    const answer = await post('/echo/ann?times=2', '{"text":"ha"}');
    assert.equal(answer.status, 200);
    assert.deepEqual(await answer.json(), { said: 'ann: haha' });
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
  });

  test('takes the token as x-api-key or as bearer, and nothing else', async () => {
    assert.equal((await post('/echo/ann', '{"text":"x"}', { 'x-api-key': 'wrong' })).status, 401);
    const bearer = await fetch(`${server.url}/echo/ann`, {
      method: 'POST',
      body: '{"text":"x"}',
      headers: { 'content-type': 'application/json', authorization: 'Bearer token-of-this-daemon' },
    });
    assert.equal(bearer.status, 200);
  });

  test('says which part of the input is wrong', async () => {
    const cases: [Promise<Response>, number, string][] = [
      [post('/echo/a', '{"text":"x"}'), 400, 'path.name'],
      [post('/echo/ann?times=9', '{"text":"x"}'), 400, 'query.times'],
      [post('/echo/ann', '{"text":1}'), 400, 'body.text'],
      [post('/echo/ann', '{"text"'), 400, 'body'],
      [
        post('/echo/ann', 'text=x', { 'content-type': 'application/x-www-form-urlencoded' }),
        415,
        'header.content-type',
      ],
      [post('/echo/ann', JSON.stringify({ text: 'x'.repeat(2_000) })), 413, 'body'],
    ];
    for (const [answer, status, where] of cases) {
      const response = await answer;
      assert.equal(response.status, status);
      assert.equal(HttpError.parse(await response.json()).error.where, where);
    }
  });

  test('counts a body that does not announce its length', async () => {
    const stream = new ReadableStream({
      start(controller) {
        for (let i = 0; i < 20; i += 1) controller.enqueue(new TextEncoder().encode('x'.repeat(200)));
        controller.close();
      },
    });
    const answer = await fetch(`${server.url}/echo/ann`, {
      method: 'POST',
      body: stream,
      duplex: 'half',
      headers: { 'content-type': 'application/json', 'x-api-key': 'token-of-this-daemon' },
    });
    assert.equal(answer.status, 413);
  });

  test('an exception is a 500 without its details', async () => {
    const answer = await fetch(`${server.url}/broken`);
    assert.equal(answer.status, 500);
    assert.doesNotMatch(await answer.text(), /secret detail/);
  });

  test('whatever is sent, the answer is one of ours', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.string({ minLength: 1, maxLength: 30 }), async (body, name) => {
        const answer = await post(`/echo/${encodeURIComponent(name)}`, JSON.stringify(body));
        assert.ok([200, 400, 404, 413].includes(answer.status), `${answer.status}`);
      }),
      { numRuns: 60 },
    );
  });
});

test('a port in use is one sentence with the setting to change', async () => {
  const first = await listenOnLoopback(new Hono(), 0, 'CLAWNEX_SHIELD_PORT');
  await assert.rejects(listenOnLoopback(new Hono(), first.port, 'CLAWNEX_SHIELD_PORT'), (error) => {
    assert.ok(error instanceof ConfigError);
    assert.match(error.message, /Port \d+ on 127\.0\.0\.1 is in use .* CLAWNEX_SHIELD_PORT/);
    return true;
  });
  await first.close();
});
