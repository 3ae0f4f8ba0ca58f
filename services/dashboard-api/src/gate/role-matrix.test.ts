import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { DASHBOARD_ROUTES } from '@clawnex/proto/http/dashboard.ts';
import type { Route } from '@clawnex/proto/http/route.ts';
import { ROLE_PERMISSIONS, ROLES, type Role } from '@clawnex/proto/permissions.ts';
import { HANG_MS, readAudit, startTestApi, type TestApi } from '../../testing/start-test-api.ts';

const routes: [string, Route][] = Object.entries(DASHBOARD_ROUTES);

/** What the declaration says: the server must agree. */
function mayCall(route: Route, role: Role): boolean {
  if (route.access === 'public' || route.access === 'signed_in') return true;
  const permissions: readonly string[] = ROLE_PERMISSIONS[role];
  return permissions.includes(route.access);
}

describe('every route for every role', { timeout: HANG_MS }, () => {
  let test: TestApi;
  const cookies = new Map<Role, string>();
  before(async () => {
    test = await startTestApi();
    for (const role of ROLES) cookies.set(role, await test.signIn(role));
  });
  after(() => test.stop());

  /** Only the gate's answer counts: a body that does not parse is a 400 behind an open gate. */
  async function statusOf(route: Route, cookie?: string): Promise<number> {
    const abort = new AbortController();
    const answer = await fetch(`${test.url}${route.path.replace(/:\w+/g, 'x')}`, {
      method: route.method,
      signal: abort.signal,
      headers: { 'sec-fetch-site': 'same-origin', ...(cookie === undefined ? {} : { cookie }) },
    });
    abort.abort();
    return answer.status;
  }

  for (const [name, route] of routes) {
    it(`${name}: anonymous ${route.access === 'public' ? 'may' : 'is asked to sign in'}`, async () => {
      const status = await statusOf(route);
      if (route.access === 'public') assert.ok(![401, 403].includes(status), `got ${status}`);
      else assert.equal(status, 401);
    });
    for (const role of ROLES) {
      // Signing out ends the session that the other cases use.
      const fresh = name === 'signOut';
      it(`${name}: ${role} ${mayCall(route, role) ? 'may' : 'may not'}`, async () => {
        const cookie = fresh ? await test.signIn(role) : cookies.get(role);
        const status = await statusOf(route, cookie);
        if (mayCall(route, role)) assert.ok(![401, 403].includes(status), `got ${status}`);
        else assert.equal(status, 403);
      });
    }
  }

  it('writes each denial into the audit trail once a minute, with who, what and from where', async () => {
    const denials = () => readAudit(test.db).filter(({ action }) => action === 'permission_denied');
    const before = denials().length;
    test.clock.turn(60_000);
    for (let i = 0; i < 3; i += 1) await statusOf(DASHBOARD_ROUTES.changePolicy, cookies.get('viewer'));
    const rows = denials().slice(before);
    assert.deepEqual(rows, [
      {
        actor: 'viewer',
        action: 'permission_denied',
        target: 'PUT /api/policy',
        detail: { permission: 'policy:write', role: 'viewer', address: '127.0.0.1' },
      },
    ]);
  });
});
