import { EpochMs } from '@clawnex/proto/scalars.ts';
import { z } from 'zod';

/** Names longer than an event carries are cut: a record must not be lost over a long key alias. */
const NAME_LENGTH_MAX = 512;
/** Above this, a number is milliseconds: as seconds it would be the year 5138. */
const SECONDS_MAX = 1e11;

/** A value of the wrong kind is as good as none: LiteLLM's record changes with its version, and what is right counts. */
const lenient = <S extends z.ZodType>(schema: S) => schema.optional().catch(undefined);

/** Ids may be numbers. */
const name = (length = NAME_LENGTH_MAX) =>
  lenient(
    z
      .union([z.string(), z.number().transform(String)])
      .transform((text) => text.trim().slice(0, length))
      .pipe(z.string().min(1)),
  );
const amount = lenient(
  z
    .union([z.number(), z.string().trim().min(1).transform(Number)])
    .pipe(z.number().nonnegative().max(Number.MAX_SAFE_INTEGER)),
);
/** US dollars. No call costs a billion; as millionths it still fits an integer. */
const dollars = lenient(amount.pipe(z.number().max(1e9)));
const tokens = lenient(amount.pipe(z.number().transform(Math.round)));
/** Unix seconds (with a fraction), milliseconds, or ISO 8601. */
const time_ms = lenient(
  z
    .union([z.number(), z.string().transform(parseTime)])
    .transform((value) => Math.round(value < SECONDS_MAX ? value * 1_000 : value))
    .pipe(EpochMs.min(1)),
);
function parseTime(text: string): number {
  const number = Number(text);
  return Number.isNaN(number) ? Date.parse(text) : number;
}
const flag = lenient(
  z.union([
    z.boolean(),
    z.enum(['true', 'True', 'TRUE']).transform(() => true),
    z.enum(['false', 'False', 'FALSE']).transform(() => false),
  ]),
);
const part = <S extends z.ZodRawShape>(shape: S) => lenient(z.object(shape));
const headers = lenient(z.record(z.string(), z.unknown()));

const Usage = {
  prompt_tokens: tokens,
  completion_tokens: tokens,
  input_tokens: tokens,
  output_tokens: tokens,
  cache_read_input_tokens: tokens,
  cache_creation_input_tokens: tokens,
  prompt_tokens_details: part({ cached_tokens: tokens, cache_creation_tokens: tokens }),
  input_tokens_details: part({ cached_tokens: tokens }),
  completion_tokens_details: part({ reasoning_tokens: tokens }),
  output_tokens_details: part({ reasoning_tokens: tokens }),
};

/**
 * What is read of LiteLLM's record of a call (StandardLoggingPayload). Everything else, above all texts, headers and
 * provider messages, is left behind here. `usage` and `cost` are the form of older versions.
 */
export const RecordShape = z.object({
  id: lenient(z.union([z.string(), z.number().transform(String)]).pipe(z.string().min(1))),
  litellm_call_id: name(),
  call_id: name(),
  trace_id: name(),
  status: lenient(z.enum(['success', 'failure'])),
  call_type: name(64),
  stream: flag,
  model: name(),
  model_group: name(),
  custom_llm_provider: name(),
  startTime: time_ms,
  endTime: time_ms,
  completionStartTime: time_ms,
  prompt_tokens: tokens,
  completion_tokens: tokens,
  response_cost: dollars,
  cost: dollars,
  cost_breakdown: part({ total_cost: dollars }),
  usage: part(Usage),
  cache_hit: flag,
  end_user: name(),
  user_agent: name(),
  error_str: name(1),
  error_information: part({ error_class: name(128), error_code: name(32) }),
  model_map_information: part({
    model_map_value: part({ input_cost_per_token: amount, output_cost_per_token: amount }),
  }),
  metadata: part({
    user_api_key_hash: name(),
    user_api_key_alias: name(),
    user_api_key_user_id: name(),
    user_api_key_team_id: name(),
    user_api_key_team_alias: name(),
    user_api_key_end_user_id: name(),
    user_agent: name(),
    usage_object: part(Usage),
    requester_custom_headers: headers,
    requester_metadata: part({ headers }),
  }),
});
export type RecordShape = z.infer<typeof RecordShape>;
