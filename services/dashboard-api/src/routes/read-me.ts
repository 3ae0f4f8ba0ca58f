import { readMe } from '@clawnex/proto/http/dashboard/session.ts';
import { mountRoute } from '@clawnex/shared/kernel/http/mount-route.ts';
import type { Hono } from 'hono';
import type { Api } from '../api.ts';
import { toMe } from '../sessions/session-answer.ts';

export function mountReadMe(app: Hono, api: Api): void {
  mountRoute(app, readMe, api.operators, ({ caller }) => ({
    ok: true,
    body: toMe(caller.session, api.clock.now()),
  }));
}
