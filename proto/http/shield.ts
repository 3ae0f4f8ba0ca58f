import { z } from 'zod';
import { Mode } from '../decision.ts';
import { Score } from '../scalars.ts';
import { Detection, LedgerEntry, Origin, Verdict } from '../scan.ts';
import { defineRoute } from './route.ts';

/** A request may carry a whole history; past this the shield refuses with a clear block instead of reading on. */
export const GUARDRAIL_BODY_BYTES_MAX = 32 * 1024 ** 2;
/** Text the shield scans per request. Above it the answer is `too_large`. */
export const GUARDRAIL_TEXT_LENGTH_MAX = 8 * 1024 ** 2;

const text = z.string();
const maybe = <T extends z.ZodType>(schema: T) => schema.nullish();

/** A message in OpenAI's shape. Only what maps texts to origins is read; the rest may be anything. */
export const StructuredMessage = z.looseObject({
  role: maybe(text),
  content: z.unknown(),
  tool_calls: z.unknown(),
});

export const GuardrailToolCall = z.looseObject({
  id: maybe(text),
  type: maybe(text),
  function: maybe(z.looseObject({ name: maybe(text), arguments: z.unknown() })),
});

/** LiteLLM's generic guardrail request. Unknown keys are allowed: the contract only ever grows. */
export const GuardrailRequest = z.looseObject({
  input_type: z.enum(['request', 'response']),
  litellm_call_id: maybe(text),
  litellm_trace_id: maybe(text),
  texts: maybe(z.array(z.string().nullable())),
  structured_messages: maybe(z.array(StructuredMessage)),
  images: maybe(z.array(z.unknown())),
  tools: maybe(z.array(z.unknown())),
  tool_calls: maybe(z.array(GuardrailToolCall)),
  request_data: maybe(z.record(z.string(), z.unknown())),
  request_headers: maybe(z.record(z.string(), z.unknown())),
  litellm_version: maybe(text),
  model: maybe(text),
  additional_provider_specific_params: maybe(z.record(z.string(), z.unknown())),
});
export type GuardrailRequest = z.infer<typeof GuardrailRequest>;

/**
 * The answer. Only the exact `BLOCKED` blocks; `texts` only when something changed, then in the same number and order.
 * Any other key or an empty array means something else to LiteLLM, so there is none.
 */
export const GuardrailResponse = z.union([
  z.strictObject({ action: z.literal('NONE') }),
  z.strictObject({ action: z.literal('BLOCKED'), blocked_reason: z.string().min(1).max(300) }),
  z.strictObject({ action: z.literal('GUARDRAIL_INTERVENED'), texts: z.array(z.string()).min(1) }),
  // For what stands in the messages only (tool results on /v1/responses): all messages, the changed ones among them.
  z.strictObject({
    action: z.literal('GUARDRAIL_INTERVENED'),
    structured_messages: z.array(z.unknown()).min(1),
  }),
]);
export type GuardrailResponse = z.infer<typeof GuardrailResponse>;

export const judgeGuardrail = defineRoute({
  method: 'POST',
  path: '/beta/litellm_basic_guardrail_api',
  access: 'token',
  summary:
    "LiteLLM's generic guardrail: judge the prompt before the model sees it, or the answer before the agent does",
  body: GuardrailRequest,
  body_bytes_max: GUARDRAIL_BODY_BYTES_MAX,
  response: GuardrailResponse,
  errors: [],
});

export const SCAN_BLOCKS_MAX = 256;
export const scanBlocks = defineRoute({
  method: 'POST',
  path: '/v1/scan',
  access: 'token',
  summary: 'Scan blocks of text and explain the verdicts; decides nothing',
  body: z.strictObject({
    blocks: z
      .array(z.strictObject({ text, origin: Origin.default('user') }))
      .min(1)
      .max(SCAN_BLOCKS_MAX),
  }),
  body_bytes_max: GUARDRAIL_BODY_BYTES_MAX,
  response: z.strictObject({
    ruleset: z.string(),
    mode: Mode,
    verdict: Verdict,
    score: Score,
    results: z.array(
      z.strictObject({
        verdict: Verdict,
        score: Score,
        detections: z.array(Detection),
        ledger: z.array(LedgerEntry),
      }),
    ),
  }),
  errors: ['timed_out'],
});

/** One line of `POST /v1/scan/lines`. */
export const ScanLine = z.object({
  id: z.union([z.string().max(256), z.number()]),
  text,
  origin: Origin.default('user'),
});
export const scanLines = defineRoute({
  method: 'POST',
  path: '/v1/scan/lines',
  access: 'token',
  summary:
    'Scan lines of JSON {"id","text","origin"?} as they come: one line {"id","verdict","score","detections","us"} or {"line","error"} each, in order',
  response: 'stream',
  errors: [],
});

/** OpenAI's moderation shape: `flagged` is a block or review verdict; categories are ours. */
export const moderate = defineRoute({
  method: 'POST',
  path: '/v1/moderations',
  access: 'token',
  summary: "OpenAI's moderation endpoint, answered by the detection engine",
  body: z.looseObject({
    model: text.optional(),
    input: z.union([
      text,
      z.array(z.union([text, z.looseObject({ type: text, text: text.optional() })])).max(SCAN_BLOCKS_MAX),
    ]),
  }),
  body_bytes_max: GUARDRAIL_BODY_BYTES_MAX,
  response: z.strictObject({
    id: text,
    model: text,
    results: z.array(
      z.strictObject({
        flagged: z.boolean(),
        categories: z.record(z.string(), z.boolean()),
        category_scores: z.record(z.string(), z.number()),
      }),
    ),
  }),
  errors: ['timed_out'],
});
