import { createFirstOperator } from '@clawnex/proto/http/dashboard/session.ts';
import { mountRoute } from '@clawnex/shared/kernel/http/mount-route.ts';
import type { Hono } from 'hono';
import type { Api } from '../api.ts';
import { answerSignedIn, attemptOf } from '../sessions/session-answer.ts';

export function mountCreateFirstOperator(app: Hono, api: Api): void {
  mountRoute(app, createFirstOperator, api.visitors, async ({ body, caller, context }) => {
    const created = await api.firstOperator.create(attemptOf(body, caller, context), body.token);
    return created.ok ? answerSignedIn(api.sessions, created.token, api.clock.now()) : created;
  });
}
