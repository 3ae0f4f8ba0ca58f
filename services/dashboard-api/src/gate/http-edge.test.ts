import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { HANG_MS, PASSWORD, startTestApi, type TestApi } from '../../testing/start-test-api.ts';
import { SECURITY_HEADERS } from './security-headers.ts';

/** fetch refuses to send a Host of our choice. */
function getWithHost(url: string, host: string, path = '/api/setup'): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(`${url}${path}`, { headers: { host } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    sent.on('error', reject);
    sent.end();
  });
}

describe('the edge of the API', { timeout: HANG_MS }, () => {
  let test: TestApi;
  let cookie: string;
  before(async () => {
    test = await startTestApi();
    cookie = await test.signIn('admin');
  });
  after(() => test.stop());

  const answers: [string, () => Promise<Response>][] = [
    ['an API answer', () => test.send('GET', '/api/setup')],
    ['a refusal', () => test.send('GET', '/api/session')],
    ['an unknown route', () => test.send('GET', '/api/nothing')],
    ['an unknown method', () => test.send('PATCH', '/api/session')],
    ['a page', () => test.send('GET', '/traffic')],
    ['health', () => test.send('GET', '/health')],
    [
      'broken JSON',
      () => test.send('POST', '/api/session', { headers: { 'content-type': 'application/json' } }),
    ],
    ['the live stream', () => test.send('GET', '/api/live', { cookie })],
  ];
  for (const [what, ask] of answers) {
    it(`${what} carries every security header and no HSTS over http`, async () => {
      const answer = await ask();
      for (const [name, value] of Object.entries(SECURITY_HEADERS))
        assert.equal(answer.headers.get(name), value);
      assert.equal(answer.headers.get('strict-transport-security'), null);
      assert.notEqual(answer.headers.get('cache-control'), null);
      await answer.body?.cancel();
    });
  }

  it('forbids inline and foreign script, framing, and HTML made from text', () => {
    const policy = SECURITY_HEADERS['content-security-policy'];
    assert.doesNotMatch(policy, /unsafe|\*|https?:/);
    for (const part of [
      "default-src 'none'",
      "script-src 'self'",
      "frame-ancestors 'none'",
      'require-trusted-types-for',
    ]) {
      assert.ok(policy.includes(part), part);
    }
  });

  it('sets the session cookie for this host only, out of reach of scripts and other sites', async () => {
    const answer = await test.send('POST', '/api/session', {
      body: { username: 'admin', password: PASSWORD },
    });
    const [header] = answer.headers.getSetCookie();
    assert.match(header ?? '', /^__Host-clawnex=[A-Za-z0-9_-]{43}; /);
    const attributes = (header ?? '').split('; ').slice(1).sort();
    assert.deepEqual(attributes, ['HttpOnly', 'Path=/', 'SameSite=Strict', 'Secure']);
  });

  it('refuses a foreign Host, also for reads and pages', async () => {
    const port = new URL(test.url).port;
    assert.equal(await getWithHost(test.url, `127.0.0.1:${port}`), 200);
    assert.equal(await getWithHost(test.url, `localhost:${port}`), 200);
    for (const host of [
      'evil.example',
      `evil.example:${port}`,
      '127.0.0.1:1',
      `127.0.0.1.evil.example:${port}`,
    ]) {
      assert.equal(await getWithHost(test.url, host), 403, host);
      assert.equal(await getWithHost(test.url, host, '/'), 403, host);
    }
  });

  const policyChange = {
    revision: 0,
    mode: 'block',
    deadline_ms: 250,
    on_deadline: 'block',
    review_score: 40,
    block_score: 75,
    reason: 'written by another site',
  };
  const port = () => new URL(test.url).port;
  const foreign: [string, () => Record<string, string>][] = [
    ['from another site', () => ({ 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' })],
    [
      'from another port of this machine',
      () => ({ 'sec-fetch-site': 'same-site', origin: 'http://127.0.0.1:9' }),
    ],
    ['from nowhere (sec-fetch-site: none)', () => ({ 'sec-fetch-site': 'none' })],
    ['that says neither site nor origin', () => ({})],
    ['with a foreign origin only', () => ({ origin: 'https://evil.example' })],
    ['with origin null', () => ({ origin: 'null' })],
    ['with our origin as a prefix', () => ({ origin: `http://127.0.0.1:${port()}.evil.example` })],
    ['that contradicts itself', () => ({ 'sec-fetch-site': 'same-origin', origin: 'https://evil.example' })],
  ];
  for (const [what, headers] of foreign) {
    it(`refuses a JSON request with the cookie ${what}`, async () => {
      const answer = await test.send('PUT', '/api/policy', {
        cookie,
        bare: true,
        headers: headers(),
        body: policyChange,
      });
      assert.equal(answer.status, 403);
      assert.match(await answer.text(), /"cross_site"/);
      assert.equal(test.api.policy.current().revision, 0);
    });
  }

  it('also refuses signing in and setting up from another site', async () => {
    const headers = { 'sec-fetch-site': 'cross-site' };
    const body = { username: 'admin', password: PASSWORD };
    assert.equal((await test.send('POST', '/api/session', { bare: true, headers, body })).status, 403);
    const token = 'x'.repeat(43);
    assert.equal(
      (await test.send('POST', '/api/setup', { bare: true, headers, body: { ...body, token } })).status,
      403,
    );
  });

  it('takes our own origin from a browser that does not send Sec-Fetch-Site', async () => {
    const headers = { origin: test.url };
    const body = { username: 'admin', password: PASSWORD };
    assert.equal((await test.send('POST', '/api/session', { bare: true, headers, body })).status, 200);
  });

  it('takes JSON only, whatever a form can send', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
      const answer = await fetch(`${test.url}/api/session`, {
        method: 'POST',
        headers: { 'sec-fetch-site': 'same-origin', 'content-type': type },
        body: JSON.stringify({ username: 'admin', password: PASSWORD }),
      });
      assert.equal(answer.status, 415, type);
    }
  });

  it('answers no preflight: other origins get no permission to read', async () => {
    const answer = await test.send('OPTIONS', '/api/session', {
      headers: { origin: 'https://evil.example' },
    });
    assert.equal(answer.headers.get('access-control-allow-origin'), null);
  });

  it('keeps health and counters from what comes through a proxy', async () => {
    for (const path of ['/health', '/metrics']) {
      assert.equal((await test.send('GET', path)).status, 200);
      assert.equal(
        (await test.send('GET', path, { headers: { 'x-forwarded-for': '203.0.113.9' } })).status,
        404,
      );
    }
  });

  it('does not believe forwarded headers without a trusted proxy', async () => {
    const answer = await test.send('GET', '/api/setup', { headers: { 'x-forwarded-proto': 'https' } });
    assert.equal(answer.headers.get('strict-transport-security'), null);
  });
});

describe('behind a trusted proxy with a public address', { timeout: HANG_MS }, () => {
  let test: TestApi;
  before(async () => {
    test = await startTestApi({
      CLAWNEX_DASHBOARD_API_PUBLIC_URL: 'https://soc.example.net',
      CLAWNEX_DASHBOARD_API_TRUSTED_PROXY: 'loopback',
    });
  });
  after(() => test.stop());

  it('sends HSTS over https and answers to the public name', async () => {
    const answer = await test.send('GET', '/api/setup', { headers: { 'x-forwarded-proto': 'https' } });
    assert.match(answer.headers.get('strict-transport-security') ?? '', /^max-age=31536000$/);
    assert.equal(await getWithHost(test.url, 'soc.example.net'), 200);
    assert.equal(await getWithHost(test.url, 'SOC.example.net'), 200);
  });

  it('takes the client address from the last entry, the one the proxy wrote', async () => {
    const headers = { 'x-forwarded-for': '198.51.100.7, 203.0.113.9' };
    await test.send('POST', '/api/session', { headers, body: { username: 'nobody', password: 'x' } });
    const rows = test.db
      .prepare("SELECT detail_json FROM audit_events WHERE action = 'sign_in_failed'")
      .pluck()
      .all();
    assert.deepEqual(rows, ['{"address":"203.0.113.9"}']);
  });
});
