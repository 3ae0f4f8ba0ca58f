import { addStop, endStop, listStops } from '@clawnex/proto/http/dashboard/enforcement.ts';
import { toIso } from '@clawnex/shared/kernel/clock.ts';
import { mountRoute } from '@clawnex/shared/kernel/http/mount-route.ts';
import type { Hono } from 'hono';
import type { Api } from '../api.ts';
import * as stops from '../containment/stops.ts';
import { actorOf, answerChange } from './published.ts';

export function mountListStops(app: Hono, api: Api): void {
  mountRoute(app, listStops, api.operators, () => {
    const desk = api.desks.containment;
    const { revision, stops: list } = desk.current();
    const now = api.clock.now();
    const rows = list
      .filter(({ until_ms }) => until_ms > now)
      .map(({ since_ms, until_ms, ...rest }) => ({
        ...rest,
        since: toIso(since_ms),
        until: toIso(until_ms),
      }));
    return { ok: true, body: { revision, published: desk.publisher.published(), rows } };
  });
}

export function mountAddStop(app: Hono, api: Api): void {
  mountRoute(app, addStop, api.operators, async ({ body, caller }) =>
    answerChange(await stops.addStop(api.desks.containment, api.clock, body, actorOf(caller))),
  );
}

export function mountEndStop(app: Hono, api: Api): void {
  mountRoute(app, endStop, api.operators, async ({ params, caller }) =>
    answerChange(await stops.endStop(api.desks.containment, api.clock, params.id, actorOf(caller))),
  );
}
