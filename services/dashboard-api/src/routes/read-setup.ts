import { readSetup } from '@clawnex/proto/http/dashboard/session.ts';
import { mountRoute } from '@clawnex/shared/kernel/http/mount-route.ts';
import type { Hono } from 'hono';
import type { Api } from '../api.ts';

export function mountReadSetup(app: Hono, api: Api): void {
  mountRoute(app, readSetup, api.visitors, () => ({
    ok: true,
    body: { needed: api.firstOperator.needed() },
  }));
}
