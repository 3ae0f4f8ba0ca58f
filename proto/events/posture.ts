import { z } from 'zod';
import { Count, EpochMs, EventId } from '../scalars.ts';
import { Severity } from '../scan.ts';

/** `not_evaluated` always has a reason; it never counts as a pass. */
export const CHECK_RESULTS = ['pass', 'fail', 'not_applicable', 'not_evaluated'] as const;

/** One change that takes a finding away, as people and programs read it. Secrets are told by their length. */
export const PatchView = z.object({
  op: z.enum(['set', 'remove', 'chmod', 'copy', 'run']),
  /** Below the home, starting with `~`. */
  file: z.string().max(512),
  format: z.enum(['json5', 'yaml', 'toml', 'env', 'text', 'mode', 'link', 'command']),
  /** JSON pointer, or the line of a text. */
  pointer: z.string().max(512),
  before: z.string().max(1_000).nullable(),
  after: z.string().max(1_000).nullable(),
  rollback: z.string().max(600),
});
export type PatchView = z.infer<typeof PatchView>;

/** What the trust audit adds to a finding that failed: where it stands, what it opens, and the change that closes it. */
export const TrustDetail = z.object({
  file: z.string().max(512),
  pointer: z.string().max(512),
  line: Count,
  /** Risk that flows through this weakness, 0 to 100. */
  risk: z.number().min(0).max(100),
  /** The strongest ways through it, hop by hop. */
  paths: z.array(z.string().max(1_200)).max(3),
  /** Toxic combinations that it is part of. */
  combinations: z.array(z.string().max(16)).max(20),
  patch: z.array(PatchView).max(40),
  restart: z.string().max(300).nullable(),
  side_effects: z.string().max(600),
  /** Whether the change was tried on a copy: what it takes away, and what it would add. Null when it was not tried. */
  simulation: z
    .object({
      clears: z.boolean(),
      removes: z.array(EventId).max(200),
      adds: z.array(EventId).max(200),
      highest_risk_before: z.number().min(0).max(100),
      highest_risk_after: z.number().min(0).max(100),
    })
    .nullable(),
  /** Ids of OpenClaw's own audit that say the same. */
  vendor_ids: z.array(z.string().max(128)).max(40),
  /** Hash of what was found: an acceptance holds only as long as it stays. */
  state: z.string().max(64),
});
export type TrustDetail = z.infer<typeof TrustDetail>;

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
  trust: TrustDetail.optional(),
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
