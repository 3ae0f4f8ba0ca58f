import { z } from 'zod';

/** What the shield's policy does with a block verdict. Break-glass is not a mode: it lifts enforcement for a stated time. */
export const MODES = ['observe', 'block'] as const;
export const Mode = z.enum(MODES);
export type Mode = z.infer<typeof Mode>;

/** What was done. `observed` = would have been blocked or held, had the mode been `block`. */
export const DECISIONS = ['passed', 'bypassed', 'observed', 'redacted', 'held', 'blocked'] as const;
export const Decision = z.enum(DECISIONS);
export type Decision = z.infer<typeof Decision>;

/** Stable codes that reach callers in `blocked_reason`, with an evidence id and never with text. */
export const BLOCK_REASONS = {
  prompt_blocked: 'The prompt was judged hostile.',
  answer_blocked: "The model's answer was judged unsafe.",
  deadline_exceeded: 'The scan did not finish in time and the policy is to block.',
  too_large: 'The request is larger than the shield scans.',
  unreadable: 'The shield could not read the request.',
  contained: 'An operator stopped this agent, session, key, tool, skill or provider.',
  held_for_review: 'An operator has to look at this first; once approved, the same call passes.',
  call_id_reused: 'The caller gave this call the id of another one.',
} as const;
export type BlockReason = keyof typeof BLOCK_REASONS;
const reasons = Object.keys(BLOCK_REASONS);
export const BlockReason = z.custom<BlockReason>(
  (value) => typeof value === 'string' && reasons.includes(value),
);

/** Traffic that is not an agent's own work and is left out of every real count. */
export const TRAFFIC_ORIGINS = ['live', 'demo', 'test'] as const;
export const TrafficOrigin = z.enum(TRAFFIC_ORIGINS);
export type TrafficOrigin = z.infer<typeof TrafficOrigin>;
