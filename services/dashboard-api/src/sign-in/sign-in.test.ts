import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { hash } from '@node-rs/argon2';
import {
  cookieOf,
  HANG_MS,
  insertOperator,
  PASSWORD,
  readAudit,
  startTestApi,
  type TestApi,
} from '../../testing/start-test-api.ts';
import { ABSOLUTE_MS, IDLE_MS } from '../sessions/session-store.ts';
import { PasswordHasher } from './password-hash.ts';
import { recallAttempts } from './recall-attempts.ts';
import { Throttle } from './throttle.ts';

describe('signing in', { timeout: HANG_MS }, () => {
  let test: TestApi;
  before(async () => {
    test = await startTestApi();
    await insertOperator(test.db, 'alice', 'admin', test.clock.now());
  });
  after(() => test.stop());

  const signIn = (username: string, password: string, cookie?: string) =>
    test.send('POST', '/api/session', {
      body: { username, password },
      ...(cookie === undefined ? {} : { cookie }),
    });
  const me = (cookie: string) => test.send('GET', '/api/session', { cookie });
  const checks = async () => {
    const health: unknown = await (await test.send('GET', '/health')).json();
    assert.ok(typeof health === 'object' && health !== null && 'counters' in health);
    const { counters } = health;
    assert.ok(typeof counters === 'object' && counters !== null && 'password_checks' in counters);
    return Number(counters.password_checks);
  };

  it('answers a wrong name and a wrong password alike, with the same work', async () => {
    const start = await checks();
    const wrongName = await signIn('nobody', PASSWORD);
    assert.equal(await checks(), start + 1);
    const wrongPassword = await signIn('alice', 'not the password');
    assert.equal(await checks(), start + 2);
    assert.equal(wrongName.status, 401);
    assert.equal(wrongPassword.status, 401);
    assert.equal(await wrongName.text(), await wrongPassword.text());
  });

  it('says who is signed in, what they may do and until when', async () => {
    const answer = await me(cookieOf(await signIn('alice', PASSWORD)));
    const body: unknown = await answer.json();
    assert.partialDeepStrictEqual(body, {
      username: 'alice',
      role: 'admin',
      signed_in_at: new Date(test.clock.now()).toISOString(),
      expires_at: new Date(test.clock.now() + IDLE_MS).toISOString(),
    });
  });

  it('takes the name in any case and stores the token only as its hash', async () => {
    const cookie = cookieOf(await signIn('Alice', PASSWORD));
    const token = cookie.slice(cookie.indexOf('=') + 1);
    const dump = JSON.stringify(test.db.prepare('SELECT * FROM sessions, audit_events').all());
    assert.ok(!dump.includes(token));
    assert.ok(!dump.includes(PASSWORD));
  });

  it('gives a new session at each sign-in and ends the one the browser had', async () => {
    const first = cookieOf(await signIn('alice', PASSWORD));
    const second = cookieOf(await signIn('alice', PASSWORD, first));
    assert.notEqual(first, second);
    assert.equal((await me(first)).status, 401);
    assert.equal((await me(second)).status, 200);
  });

  it('never adopts a session token that the browser brought', async () => {
    const planted = `__Host-clawnex=${'A'.repeat(43)}`;
    const given = cookieOf(await signIn('alice', PASSWORD, planted));
    assert.notEqual(given, planted);
    assert.equal((await me(planted)).status, 401);
  });

  it('ends a session when it is not used for 30 minutes, and after 12 hours in any case', async () => {
    const idle = cookieOf(await signIn('alice', PASSWORD));
    test.clock.turn(IDLE_MS - 1);
    assert.equal((await me(idle)).status, 200);
    test.clock.turn(IDLE_MS - 1);
    assert.equal((await me(idle)).status, 200);
    test.clock.turn(IDLE_MS);
    assert.equal((await me(idle)).status, 401);

    const used = cookieOf(await signIn('alice', PASSWORD));
    for (let spent = 0; spent < ABSOLUTE_MS; spent += IDLE_MS / 2) {
      assert.equal((await me(used)).status, 200);
      test.clock.turn(IDLE_MS / 2);
    }
    assert.equal((await me(used)).status, 401);
  });

  it('ends the session on the server when the operator signs out', async () => {
    const cookie = cookieOf(await signIn('alice', PASSWORD));
    const answer = await test.send('DELETE', '/api/session', { cookie });
    assert.equal(answer.status, 200);
    assert.match(answer.headers.get('clear-site-data') ?? '', /"cache"/);
    assert.match(answer.headers.getSetCookie()[0] ?? '', /^__Host-clawnex=; .*Max-Age=0/);
    assert.equal((await me(cookie)).status, 401);
    assert.equal((await test.send('DELETE', '/api/session', { cookie })).status, 401);
  });

  it('ends the sessions of an operator who is disabled', async () => {
    await insertOperator(test.db, 'gone', 'viewer', test.clock.now());
    const cookie = cookieOf(await signIn('gone', PASSWORD));
    test.db.prepare("UPDATE operators SET disabled_at_ms = 1 WHERE username = 'gone'").run();
    assert.equal((await me(cookie)).status, 401);
    assert.equal((await signIn('gone', PASSWORD)).status, 401);
  });

  it('renews a hash that was made with other parameters', async () => {
    const weak = await hash(PASSWORD, { memoryCost: 8_192, timeCost: 1, parallelism: 1 });
    await insertOperator(test.db, 'old', 'viewer', test.clock.now());
    test.db.prepare("UPDATE operators SET password_hash = ? WHERE username = 'old'").run(weak);
    cookieOf(await signIn('old', PASSWORD));
    const stored = String(
      test.db.prepare("SELECT password_hash FROM operators WHERE username = 'old'").pluck().get(),
    );
    assert.match(stored, /^\$argon2id\$v=19\$m=65536,t=3,p=1\$/);
    assert.equal(new PasswordHasher().outdated(stored), false);
    cookieOf(await signIn('old', PASSWORD));
  });

  it('slows guessing, writes it down, and lets the owner in again after the wait', async () => {
    await insertOperator(test.db, 'bob', 'viewer', test.clock.now());
    const rows = () => readAudit(test.db).filter(({ target }) => target === 'operator:bob');
    for (let i = 0; i < 5; i += 1) assert.equal((await signIn('bob', `guess ${i}`)).status, 401);
    const throttled = await signIn('bob', PASSWORD);
    assert.equal(throttled.status, 429);
    assert.match(await throttled.text(), /Try again in 1 s/);
    assert.equal((await signIn('bob', PASSWORD)).status, 429);
    test.clock.turn(1_000);
    cookieOf(await signIn('bob', PASSWORD));
    const actions = rows().map(({ action }) => action);
    assert.deepEqual(actions, [
      ...Array.from({ length: 5 }, () => 'sign_in_failed'),
      'sign_in_throttled',
      'signed_in',
    ]);
    assert.ok(rows().every(({ detail }) => detail['address'] === '127.0.0.1'));
  });

  it('remembers failures across a restart', async () => {
    const throttle = new Throttle(test.clock);
    await insertOperator(test.db, 'carol', 'viewer', test.clock.now());
    test.clock.turn(20 * 60_000);
    for (let i = 0; i < 5; i += 1) await signIn('carol', `guess ${i}`);
    recallAttempts(test.db, throttle, test.clock.now());
    assert.equal(throttle.admit('carol', 'elsewhere').ok, false);
  });

  it('keeps what was typed as an unknown name out of the audit trail', async () => {
    test.clock.turn(20 * 60_000);
    await signIn('hunter2-typed-in-the-wrong-field', 'x');
    const dump = JSON.stringify(readAudit(test.db));
    assert.ok(!dump.includes('hunter2'));
    assert.ok(dump.includes('operator:?'));
  });
});
