import { changePolicy } from '@clawnex/proto/http/dashboard/policy.ts';
import { mountRoute } from '@clawnex/shared/kernel/http/mount-route.ts';
import type { Hono } from 'hono';
import type { Api } from '../api.ts';
import { publishPolicy } from '../policy/publish-policy.ts';
import { actorOf } from './published.ts';

export function mountChangePolicy(app: Hono, api: Api): void {
  mountRoute(app, changePolicy, api.operators, async ({ body, caller }) => {
    const changed = await api.policy.change(body, actorOf(caller));
    return changed.ok ? { ok: true, body: await publishPolicy(api, changed.policy) } : changed;
  });
}
