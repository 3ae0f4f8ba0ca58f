import { z } from 'zod';
import { Decision, Mode } from '../decision.ts';
import { Count, EpochMs, EventId, ForeignName, Score, Sha256 } from '../scalars.ts';
import { ScannedBlock, Verdict } from '../scan.ts';
import { SIDES } from './sides.ts';

export const Side = z.enum(SIDES);
export type Side = z.infer<typeof Side>;

/** Who called, as LiteLLM's authentication says (never as the client claims). */
export const Caller = z.object({
  key_hash: ForeignName.optional(),
  key_alias: ForeignName.optional(),
  user: ForeignName.optional(),
  team: ForeignName.optional(),
  end_user: ForeignName.optional(),
  user_agent: z.string().max(512).optional(),
});
export type Caller = z.infer<typeof Caller>;

/** An event carries at most this many blocks as evidence; the worst ones are kept. Bounds an event to well under 1 MiB. */
export const EVIDENCE_BLOCKS_MAX = 24;

/** Which lines, exceptions and operators' decisions had a part in a judgement. */
export const Settled = z.object({
  profile: z.string().max(32),
  /** Paths into the policy (`scopes[1].lines[0]`) or a profile's lines, with the rules they were about. */
  lines: z
    .array(z.object({ where: z.string().max(120), rule: z.string().max(64), action: z.string().max(16) }))
    .max(32),
  exceptions: z.array(EventId).max(32).optional(),
  /** The stop that refused the call. */
  stop: EventId.optional(),
  /** The review it waits for, or that let it pass. */
  review: EventId.optional(),
  /** Hashes of the blocks an operator has to look at. */
  held: z.array(Sha256).max(64).optional(),
  /** The lifting of enforcement under which it was bypassed. */
  break_glass: EventId.optional(),
  /** The caller gave the id of another call; this judgement has an id of its own. */
  reused_call_id: ForeignName.optional(),
});
export type Settled = z.infer<typeof Settled>;

/** The shield judged one side of an exchange. */
export const ExchangeJudged = z.object({
  call_id: ForeignName,
  side: Side,
  trace_id: ForeignName.optional(),
  model: ForeignName.optional(),
  caller: Caller,
  mode: Mode,
  policy_revision: Count,
  ruleset: z.string().max(64),
  verdict: Verdict,
  score: Score,
  decision: Decision,
  /** Code from `BLOCK_REASONS`, present when something was or would have been refused. */
  reason: z.string().max(64).optional(),
  /** Quoted in `blocked_reason`, so that a refused caller and this record can be matched. */
  evidence_id: EventId,
  blocks_total: Count,
  blocks_cached: Count,
  blocks_redacted: Count,
  /** UTF-16 code units over all blocks. */
  length_total: Count,
  /** Blocks with detections, worst first. */
  blocks: z.array(ScannedBlock).max(EVIDENCE_BLOCKS_MAX),
  /** Time the shield took, from request read to decision. */
  latency_us: Count,
  deadline_exceeded: z.boolean(),
  /** Why it was decided so, where the thresholds alone did not. */
  settled: Settled.optional(),
  litellm_version: z.string().max(32).optional(),
});
export type ExchangeJudged = z.infer<typeof ExchangeJudged>;

/** LiteLLM's own record of a call, reduced to facts without text. Money in millionths of a US dollar. */
export const ExchangeLogged = z.object({
  call_id: ForeignName,
  trace_id: ForeignName.optional(),
  /** The answer's id by the provider, which agents write into their own logs too. */
  response_id: ForeignName.optional(),
  status: z.enum(['success', 'failure']),
  call_type: z.string().max(64).optional(),
  model: ForeignName.optional(),
  model_group: ForeignName.optional(),
  provider: ForeignName.optional(),
  stream: z.boolean().optional(),
  started_at_ms: EpochMs,
  ended_at_ms: EpochMs,
  first_token_at_ms: EpochMs.optional(),
  prompt_tokens: Count.optional(),
  completion_tokens: Count.optional(),
  cache_read_tokens: Count.optional(),
  cache_write_tokens: Count.optional(),
  reasoning_tokens: Count.optional(),
  /** Absent when LiteLLM does not say; 0 from LiteLLM may mean "price unknown" (see `cost_trust`). */
  cost_microusd: Count.optional(),
  cost_trust: z.enum(['reported', 'unpriced', 'unknown']),
  cache_hit: z.boolean().optional(),
  caller: Caller,
  error_class: z.string().max(128).optional(),
  error_code: z.string().max(32).optional(),
});
export type ExchangeLogged = z.infer<typeof ExchangeLogged>;
