import { EXCEPTION_WARNING_MS } from '@clawnex/proto/controls/exception.ts';
import { addException, endException, listExceptions } from '@clawnex/proto/http/dashboard/enforcement.ts';
import { toIso } from '@clawnex/shared/kernel/clock.ts';
import { mountRoute } from '@clawnex/shared/kernel/http/mount-route.ts';
import { prepareQuery } from '@clawnex/shared/store/statement.ts';
import type { Hono } from 'hono';
import type { Api } from '../api.ts';
import { readExceptionHits } from '../exceptions/exceptions.sql.ts';
import * as exceptions from '../exceptions/exceptions.ts';
import { actorOf, answerChange } from './published.ts';

export function mountListExceptions(app: Hono, api: Api): void {
  const readHits = prepareQuery(api.reader, readExceptionHits);
  mountRoute(app, listExceptions, api.operators, () => {
    const desk = api.desks.exceptions;
    const { revision, exceptions: list } = desk.current();
    const now = api.clock.now();
    const stateOf = (endMs: number) =>
      endMs <= now ? 'expired' : endMs <= now + EXCEPTION_WARNING_MS ? 'expires_soon' : 'in_force';
    const rows = list.map(({ created_at_ms, expires_at_ms, origins, ...rest }) => {
      const counted = readHits.get({ exception_id: rest.id });
      return {
        ...rest,
        origins: origins ?? null,
        created_at: toIso(created_at_ms),
        expires_at: toIso(expires_at_ms),
        state: stateOf(expires_at_ms),
        hits: counted?.hits ?? 0,
        last_hit_at: counted === undefined ? null : toIso(counted.last_at_ms),
      } as const;
    });
    return { ok: true, body: { revision, published: desk.publisher.published(), rows } };
  });
}

export function mountAddException(app: Hono, api: Api): void {
  mountRoute(app, addException, api.operators, async ({ body: { origins, ...rest }, caller }) => {
    const wanted = origins === undefined ? rest : { ...rest, origins };
    return answerChange(
      await exceptions.addException(api.desks.exceptions, api.clock, wanted, actorOf(caller)),
    );
  });
}

export function mountEndException(app: Hono, api: Api): void {
  mountRoute(app, endException, api.operators, async ({ params, caller }) =>
    answerChange(await exceptions.endException(api.desks.exceptions, api.clock, params.id, actorOf(caller))),
  );
}
