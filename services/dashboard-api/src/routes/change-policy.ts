import { setTimeout as wait } from 'node:timers/promises';
import { changePolicy } from '@clawnex/proto/http/dashboard/policy.ts';
import { mountRoute } from '@clawnex/shared/kernel/http/mount-route.ts';
import type { Hono } from 'hono';
import type { Api } from '../api.ts';
import { toPolicyView } from '../policy/policy-keeper.ts';

/** Publishing takes milliseconds; past this the answer says that it is not out yet, and it goes on behind. */
const PUBLISH_PATIENCE_MS = 1_000;

export function mountChangePolicy(app: Hono, api: Api): void {
  mountRoute(app, changePolicy, api.operators, async ({ body, caller: { session, client } }) => {
    const changed = await api.policy.change(body, { username: session.username, address: client.address });
    if (!changed.ok) return changed;
    await Promise.race([api.publisher.publish(), wait(PUBLISH_PATIENCE_MS)]);
    const view = toPolicyView(changed.policy, api.publisher.published());
    if (!view.published) api.hub.announcePolicy(view);
    return { ok: true, body: view };
  });
}
