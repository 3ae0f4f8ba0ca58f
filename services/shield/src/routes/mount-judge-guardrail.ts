import { ERROR_CODES } from '@clawnex/proto/errors.ts';
import { judgeGuardrail } from '@clawnex/proto/http/shield.ts';
import { type MountOptions, mountRoute } from '@clawnex/shared/kernel/http/mount-route.ts';
import { ANSWER_HEADERS, failureResponse } from '@clawnex/shared/kernel/http/result.ts';
import type { Hono } from 'hono';
import { GuardrailBody } from '../blocks/guardrail-body.ts';
import type { ExchangeJudge } from '../judge/exchange-judge.ts';

/** LiteLLM's generic guardrail. A body past the limit is not an error of the caller but a call that is refused. */
export function mountJudgeGuardrail(app: Hono, options: MountOptions<unknown>, judge: ExchangeJudge): void {
  app.use(judgeGuardrail.path, async (context, next) => {
    await next();
    if (context.res.status !== ERROR_CODES.too_large) return;
    const answer = await judge.judgeUnread();
    context.res = answer.ok
      ? new Response(JSON.stringify(answer.body), { status: 200, headers: ANSWER_HEADERS })
      : failureResponse(answer);
  });
  const route = { ...judgeGuardrail, body: GuardrailBody };
  mountRoute(app, route, options, ({ body }) => judge.judge(body));
}
