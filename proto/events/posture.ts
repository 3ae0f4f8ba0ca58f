import { z } from 'zod';
import { Count, EpochMs, EventId } from '../scalars.ts';
import { Severity } from '../scan.ts';

/** `not_evaluated` always has a reason; it never counts as a pass. */
export const CHECK_RESULTS = ['pass', 'fail', 'not_applicable', 'not_evaluated'] as const;

/** One check's result on one subject. `finding_id` is stable across runs: a hash of check, host and subject. */
export const Finding = z.object({
  finding_id: EventId,
  check: z.string().max(128),
  title: z.string().max(240),
  result: z.enum(CHECK_RESULTS),
  severity: Severity,
  /** What the check looked at: a path and pointer, a port, a process. */
  subject: z.string().max(512),
  why: z.string().max(600),
  /** What was read, with secrets masked. */
  evidence: z.string().max(2_000),
  /** What to do: a command or a change of a setting. */
  fix: z.string().max(1_000),
  reason: z.string().max(600).optional(),
});
export type Finding = z.infer<typeof Finding>;

/** All results of one run: what is not in it no longer exists. */
export const PostureSnapshot = z.object({
  snapshot_id: EventId,
  started_at_ms: EpochMs,
  ended_at_ms: EpochMs,
  findings: z.array(Finding).max(2_000),
  checks_total: Count,
});
export type PostureSnapshot = z.infer<typeof PostureSnapshot>;
