import { z } from 'zod';
import { Mode } from './decision.ts';
import { Count, EpochMs, Score } from './scalars.ts';

/** Bounds of the scan deadline. Below 20 ms a normal history misses it; LiteLLM itself would wait 600 s. */
export const DEADLINE_MS_MIN = 20;
export const DEADLINE_MS_MAX = 5_000;

/** The shield's policy as dashboard-api publishes it. `revision` rises by one with each change. */
export const Policy = z.strictObject({
  revision: Count,
  mode: Mode,
  deadline_ms: z.int().min(DEADLINE_MS_MIN).max(DEADLINE_MS_MAX),
  on_deadline: z.enum(['block', 'pass']),
  /** Scores from which a verdict is raised to review or block, whatever the engine's own thresholds said. */
  review_score: Score,
  block_score: Score,
  updated_at_ms: EpochMs,
  updated_by: z.string().max(128),
});
export type Policy = z.infer<typeof Policy>;

/** In force until an operator decides otherwise: observe before block, and fail closed when the shield itself is late. */
export const DEFAULT_POLICY: Policy = {
  revision: 0,
  mode: 'observe',
  deadline_ms: 250,
  on_deadline: 'block',
  review_score: 40,
  block_score: 75,
  updated_at_ms: 0,
  updated_by: 'default',
};
