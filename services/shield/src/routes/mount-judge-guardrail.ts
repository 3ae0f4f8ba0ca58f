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
    const answer = await judge.judgeUnread(await readBeginning(context.req.raw));
    context.res = answer.ok
      ? new Response(JSON.stringify(answer.body), { status: 200, headers: ANSWER_HEADERS })
      : failureResponse(answer);
  });
  const route = { ...judgeGuardrail, body: GuardrailBody };
  mountRoute(app, route, options, ({ body }) => judge.judge(body));
}

/** LiteLLM writes side and call id first; this is more than both can take. */
const BEGINNING_BYTES = 4_096;
const BEGINNING =
  /^\s{0,8}\{\s{0,8}"input_type":\s{0,8}"(request|response)",\s{0,8}"litellm_call_id":\s{0,8}"([^"\\]{1,512})"/;

/** Side and call id of a body that is too large to be read, from its first bytes. The rest is not waited for. */
async function readBeginning(
  request: Request,
): Promise<{ side: 'request' | 'response'; callId: string | undefined }> {
  let text = '';
  if (request.body !== null && !request.bodyUsed) {
    const reader = request.body.getReader();
    const { value } = await reader.read().catch(() => ({ value: undefined }));
    if (value !== undefined) text = Buffer.from(value).subarray(0, BEGINNING_BYTES).toString('utf8');
    await reader.cancel().catch(() => undefined);
  }
  const match = BEGINNING.exec(text);
  return { side: match?.[1] === 'response' ? 'response' : 'request', callId: match?.[2] };
}
