import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { DASHBOARD_ROUTES } from '@clawnex/proto/http/dashboard.ts';
import { HttpError } from '@clawnex/proto/http/error.ts';
import type { Route } from '@clawnex/proto/http/route.ts';
import fc from 'fast-check';
import { z } from 'zod';
import { insertExchange } from '../../testing/insert-exchange.ts';
import { HANG_MS, startTestApi, type TestApi } from '../../testing/start-test-api.ts';

const routes: [string, Route][] = Object.entries(DASHBOARD_ROUTES);
/** Names that break careless code. */
const NASTY = [
  '__proto__',
  'constructor',
  'toString',
  "' OR 1=1 --",
  '%00',
  '\u0000',
  '\ud800',
  '../..',
  '{}',
  '[]',
];
const text = fc.oneof(
  fc.constantFrom(...NASTY),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ maxLength: 600 }),
);
const scalar = fc.oneof(text, fc.integer(), fc.double(), fc.boolean(), fc.constant(null));

/** Something near the schema: its own keys with mostly fitting values, sometimes others. */
function near(schema: z.ZodObject | undefined): fc.Arbitrary<Record<string, unknown>> {
  const fields = Object.entries(schema?.shape ?? {}).map(([name, field]) => [
    name,
    fc.oneof(plausible(name, field), scalar),
  ]);
  const own: fc.Arbitrary<Record<string, unknown>> = fc.record(Object.fromEntries(fields), {
    requiredKeys: [],
  });
  return fc
    .tuple(
      own,
      fc.oneof(
        { weight: 4, arbitrary: fc.constant({}) },
        { weight: 1, arbitrary: fc.dictionary(text, scalar, { maxKeys: 3 }) },
      ),
    )
    .map(([given, foreign]) => ({ ...foreign, ...given }));
}

function plausible(name: string, field: unknown): fc.Arbitrary<unknown> {
  const time = fc
    .date({ min: new Date(-1e15), max: new Date(1e15), noInvalidDate: true })
    .map((date) => date.toISOString());
  const words = fc.constantFrom(
    'allow',
    'block,review',
    'blocked',
    'injection',
    'secret,pii',
    'live,demo',
    'trust',
    'observe',
    'block',
    'pass',
  );
  if (name === 'from' || name === 'to') return time;
  if (name === 'cursor') return fc.tuple(fc.nat(), fc.nat()).map(([at, seq]) => `${at}_${seq}`);
  if (name === 'revision' || /score|limit|after/.test(name)) return fc.integer({ min: -2, max: 200 });
  if (name === 'deadline_ms') return fc.integer({ min: 0, max: 6_000 });
  if (name === 'password' || name === 'token') return fc.string({ minLength: 12, maxLength: 60 });
  if (name === 'username') return fc.stringMatching(/^[a-z0-9]{2,8}$/);
  assert.ok(field instanceof z.ZodType);
  return fc.oneof(words, text);
}

describe('every route, whatever is sent', { timeout: HANG_MS }, () => {
  let test: TestApi;
  let cookie: string;
  before(async () => {
    test = await startTestApi();
    cookie = await test.signIn('admin');
    for (let i = 0; i < 20; i += 1)
      insertExchange(test.db, { call_id: `c-${i}`, at_ms: i * 60_000, verdict: 'block' });
  });
  after(() => test.stop());

  /** Sends bytes as they are: paths and bodies that fetch would refuse to send. */
  function sendRaw(method: string, path: string, body: string | undefined, type: string) {
    const { hostname, port } = new URL(test.url);
    return new Promise<{ status: number; text: string }>((resolve, reject) => {
      const headers = {
        cookie,
        'sec-fetch-site': 'same-origin',
        ...(body === undefined ? {} : { 'content-type': type }),
      };
      const sent = request({ hostname, port, method, path, headers }, (answer) => {
        const status = answer.statusCode ?? 0;
        if (answer.headers['content-type']?.startsWith('text/event-stream')) {
          resolve({ status, text: '' });
          answer.destroy();
          return;
        }
        let received = '';
        answer.setEncoding('utf8');
        answer.on('data', (chunk: string) => {
          received += chunk;
        });
        answer.on('end', () => resolve({ status, text: received }));
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  const encode = (value: unknown) => {
    const written = typeof value === 'string' ? value : JSON.stringify(value);
    return encodeURIComponent((written ?? '').toWellFormed());
  };

  for (const [name, route] of routes) {
    // Signing out ends the session that all cases use; a hash a run is enough for the two routes that hash.
    const numRuns = name === 'signOut' ? 1 : name === 'signIn' || name === 'createFirstOperator' ? 25 : 120;
    it(`${name}: never fails inside, and errors say what and where`, async () => {
      const body = route.body instanceof z.ZodObject ? near(route.body) : fc.constant(undefined);
      const anyBody = fc.oneof(
        { weight: 6, arbitrary: body.map((value) => JSON.stringify(value)) },
        { weight: 1, arbitrary: fc.json() },
        { weight: 1, arbitrary: text },
      );
      const canBeAway = route.errors.includes('unavailable');
      await fc.assert(
        fc.asyncProperty(near(route.params), near(route.query), anyBody, async (params, query, sent) => {
          const path = route.path.replace(/:(\w+)/g, (_, key: string) => encode(params[key] ?? 'x') || 'x');
          const search = Object.entries(query)
            .map(([key, value]) => `${encode(key)}=${encode(value)}`)
            .join('&');
          const hasBody = route.body !== undefined;
          const answer = await sendRaw(
            route.method,
            `${path}?${search}`,
            hasBody ? sent : undefined,
            'application/json',
          );
          const { status } = answer;
          // 503 and 504 would be overload, which this test does not make; its broker is away, which a route may say.
          const isAway = status === 503 && canBeAway && /broker is away/.test(answer.text);
          assert.ok(
            status < 500 || isAway,
            `${route.method} ${path}?${search} ${sent}: ${status} ${answer.text}`,
          );
          if (status >= 400) HttpError.parse(JSON.parse(answer.text));
        }),
        { numRuns },
      );
      if (name === 'signOut') cookie = await test.signIn('admin');
    });
  }

  it('survives paths and queries that are no valid encoding', async () => {
    for (const path of [
      '/api/exchanges/%E0%A4%A',
      '/api/exchanges?verdict=%',
      '/api/exchanges/%',
      '/api/%2e%2e/api/exchanges',
      '/api/exchanges?=&&&=',
    ]) {
      const { status } = await sendRaw('GET', path, undefined, '');
      assert.ok(status < 500, `${path}: ${status}`);
    }
  });

  it('refuses a body larger than its limit without reading it all', async () => {
    const { status } = await sendRaw(
      'POST',
      '/api/session',
      JSON.stringify({ username: 'x'.repeat(300_000) }),
      'application/json',
    );
    assert.equal(status, 413);
  });

  it('has no error of its own to report afterwards', () => {
    assert.equal(test.context.health.snapshot().last_error, undefined);
  });
});
