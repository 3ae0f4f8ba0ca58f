import { readPolicy } from '@clawnex/proto/http/dashboard/policy.ts';
import { mountRoute } from '@clawnex/shared/kernel/http/mount-route.ts';
import type { Hono } from 'hono';
import type { Api } from '../api.ts';
import { toPolicyView } from '../policy/policy-keeper.ts';

export function mountReadPolicy(app: Hono, api: Api): void {
  mountRoute(app, readPolicy, api.operators, () => ({
    ok: true,
    body: toPolicyView(api.policy.current(), api.publisher.published()),
  }));
}
