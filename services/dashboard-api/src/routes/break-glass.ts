import { BREAK_GLASS_WORDS } from '@clawnex/proto/controls/break-glass.ts';
import {
  confirmLifting,
  endLifting,
  liftEnforcement,
  readBreakGlass,
} from '@clawnex/proto/http/dashboard/enforcement.ts';
import { toIso } from '@clawnex/shared/kernel/clock.ts';
import { mountRoute } from '@clawnex/shared/kernel/http/mount-route.ts';
import { prepareQuery } from '@clawnex/shared/store/statement.ts';
import type { Hono } from 'hono';
import type { Api } from '../api.ts';
import { countBypassed } from '../break-glass/break-glass.sql.ts';
import * as liftings from '../break-glass/liftings.ts';
import { actorOf, answerChange } from './published.ts';

const MINUTE_MS = 60_000;

export function mountReadBreakGlass(app: Hono, api: Api): void {
  const count = prepareQuery(api.reader, countBypassed);
  mountRoute(app, readBreakGlass, api.operators, () => {
    const desk = api.desks.break_glass;
    const { lifting } = desk.current();
    const view =
      lifting === null
        ? null
        : {
            ...{ id: lifting.id, reason: lifting.reason, by: lifting.by, confirmed_by: lifting.confirmed_by },
            minutes: lifting.duration_ms / MINUTE_MS,
            asked_at: toIso(lifting.asked_at_ms),
            since: lifting.since_ms === null ? null : toIso(lifting.since_ms),
            until: lifting.until_ms === null ? null : toIso(lifting.until_ms),
            state: liftings.stateOf(lifting, api.clock.now()),
            bypassed: count.get({ break_glass_id: lifting.id })?.bypassed ?? 0,
          };
    const two_person = api.policy.current().two_person_break_glass;
    const published = desk.publisher.published();
    return { ok: true, body: { lifting: view, words: BREAK_GLASS_WORDS, two_person, published } };
  });
}

export function mountLiftEnforcement(app: Hono, api: Api): void {
  mountRoute(app, liftEnforcement, api.operators, async ({ body, caller }) => {
    const wish = { ...body, twoPerson: api.policy.current().two_person_break_glass };
    return answerChange(await liftings.lift(api.desks.break_glass, api.clock, wish, actorOf(caller)));
  });
}

export function mountConfirmLifting(app: Hono, api: Api): void {
  mountRoute(app, confirmLifting, api.operators, async ({ params, body, caller }) =>
    answerChange(
      await liftings.confirm(api.desks.break_glass, api.clock, params.id, body.words, actorOf(caller)),
    ),
  );
}

export function mountEndLifting(app: Hono, api: Api): void {
  mountRoute(app, endLifting, api.operators, async ({ params, caller }) =>
    answerChange(await liftings.end(api.desks.break_glass, api.clock, params.id, actorOf(caller))),
  );
}
