import type { NatsConnection } from 'nats';
import { z } from 'zod';

/** JetStream answers from memory; one that does not within this time is stuck or gone. */
const ANSWER_DEADLINE_MS = 5_000;
/** JetStream's own codes (nats-server's errors.json) that callers tell apart. */
export const JETSTREAM_ERRORS = {
  stream_not_found: 10_059,
  consumer_not_found: 10_014,
  message_too_large: 10_054,
} as const;

const ApiError = z.object({
  code: z.number(),
  err_code: z.number().default(0),
  description: z.string().default('no reason given'),
});
const ApiAnswer = z.looseObject({ error: ApiError.optional() });

export interface JetStreamFailure {
  readonly ok: false;
  /**
   * `away`: no connection or no answer; `refused`: the broker's permissions; `failed`: JetStream said no; `forged`: what
   * was read was not written by who may write it.
   */
  readonly code: 'away' | 'refused' | 'failed' | 'forged';
  readonly err_code: number;
  readonly message: string;
}

/** One request to the JetStream API. Subjects are built here and nowhere read from input. */
export async function askJetStream<S extends z.ZodType>(
  connection: NatsConnection,
  subject: string,
  body: unknown,
  schema: S,
): Promise<{ readonly ok: true; readonly value: z.infer<S> } | JetStreamFailure> {
  let answer: unknown;
  try {
    const message = await connection.request(subject, body === null ? '' : JSON.stringify(body), {
      timeout: ANSWER_DEADLINE_MS,
    });
    answer = JSON.parse(message.string());
  } catch (error) {
    return describeFailure(error, subject);
  }
  const api = ApiAnswer.safeParse(answer);
  if (api.success && api.data.error !== undefined) {
    const { err_code, description } = api.data.error;
    return { ok: false, code: 'failed', err_code, message: `${subject}: ${description}` };
  }
  const parsed = schema.safeParse(answer);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const where = issue?.path.join('.') ?? '';
    return { ok: false, code: 'failed', err_code: 0, message: `${subject}: unreadable answer at "${where}"` };
  }
  return { ok: true, value: parsed.data };
}

/** What a failed request of the client library means. */
export function describeFailure(
  error: unknown,
  subject: string,
): JetStreamFailure & { readonly code: 'away' | 'refused' } {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'PERMISSIONS_VIOLATION') {
    return {
      ok: false,
      code: 'refused',
      err_code: 0,
      message: `The broker refuses ${subject} to this user.`,
    };
  }
  if (code === '503') {
    return {
      ok: false,
      code: 'away',
      err_code: 0,
      message: `Nobody answers ${subject}: JetStream is not ready.`,
    };
  }
  return {
    ok: false,
    code: 'away',
    err_code: 0,
    message: `The broker does not answer ${subject} (${code}).`,
  };
}
