import { signOut } from '@clawnex/proto/http/dashboard/session.ts';
import { mountRoute } from '@clawnex/shared/kernel/http/mount-route.ts';
import type { Hono } from 'hono';
import type { Api } from '../api.ts';
import { clearCookieHeader } from '../sessions/session-cookie.ts';

/**
 * Storage is left out: the app keeps only choices there (theme, columns), which are to survive. Cookies are too:
 * clearing them would also sign out other services under the same name; ours is ended by name.
 */
const CLEAR_SITE_DATA = '"cache"';

export function mountSignOut(app: Hono, api: Api): void {
  mountRoute(app, signOut, api.operators, async ({ caller: { session, client } }) => {
    const ended = await api.writer.write(() => {
      api.sessions.end(session.session_hash);
      api.writer.audit({
        actor: session.username,
        action: 'signed_out',
        target: `operator:${session.username}`,
        detail: { address: client.address },
      });
    });
    if (!ended.ok) return ended;
    api.hub.endSession(session.session_hash);
    return {
      ok: true,
      body: {},
      headers: { 'set-cookie': clearCookieHeader(), 'clear-site-data': CLEAR_SITE_DATA },
    };
  });
}
