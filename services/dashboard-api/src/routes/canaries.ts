import { addCanary, endCanary, listCanaries } from '@clawnex/proto/http/dashboard/enforcement.ts';
import { toIso } from '@clawnex/shared/kernel/clock.ts';
import { mountRoute } from '@clawnex/shared/kernel/http/mount-route.ts';
import { canaryMarker } from '@clawnex/shared/policy/canary-marker.ts';
import type { Hono } from 'hono';
import type { Api } from '../api.ts';
import * as canaries from '../canaries/canaries.ts';
import { actorOf, answerChange } from './published.ts';

export function mountListCanaries(app: Hono, api: Api): void {
  mountRoute(app, listCanaries, api.operators, () => {
    const desk = api.desks.canaries;
    const rows = desk
      .current()
      .canaries.map(({ created_at_ms, ...rest }) => ({ ...rest, created_at: toIso(created_at_ms) }));
    return { ok: true, body: { published: desk.publisher.published(), rows } };
  });
}

export function mountAddCanary(app: Hono, api: Api): void {
  mountRoute(app, addCanary, api.operators, async ({ body, caller }) => {
    const added = await canaries.addCanary(api.desks.canaries, api.clock, body, actorOf(caller));
    if (!added.ok) return added;
    const { id, published } = added;
    return { ok: true, body: { id, marker: canaryMarker(id, api.canaryKey), published } };
  });
}

export function mountEndCanary(app: Hono, api: Api): void {
  mountRoute(app, endCanary, api.operators, async ({ params, caller }) =>
    answerChange(await canaries.endCanary(api.desks.canaries, params.id, actorOf(caller))),
  );
}
