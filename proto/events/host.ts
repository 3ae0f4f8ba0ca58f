import { z } from 'zod';
import { Count, EpochMs, EventId, Score } from '../scalars.ts';
import { Severity } from '../scan.ts';
import { CHECK_RESULTS, PostureSnapshot } from './posture.ts';

export const HOST_CATEGORIES = [
  'ai_runtime',
  'accounts',
  'ssh',
  'network',
  'packages',
  'kernel',
  'logging',
  'clawnex',
] as const;
export type HostCategory = (typeof HOST_CATEGORIES)[number];

/** What to mend first: `basic` holds what is critical or high, `standard` what is medium, `advanced` the rest. */
export const HOST_TIERS = ['basic', 'standard', 'advanced'] as const;
export type HostTier = (typeof HOST_TIERS)[number];

/** What one check says of the whole machine: its findings taken together. */
export const HostCheckState = z.object({
  check: z.string().max(128),
  title: z.string().max(240),
  category: z.enum(HOST_CATEGORIES),
  tier: z.enum(HOST_TIERS),
  /** Of the worst finding where it failed, else the check's own. */
  severity: Severity,
  result: z.enum(CHECK_RESULTS),
  platforms: z.array(z.string().max(16)).max(4),
  reads: z.array(z.string().max(300)).max(16),
  references: z.array(z.string().max(64)).max(16),
});
export type HostCheckState = z.infer<typeof HostCheckState>;

const PartGrade = z.object({
  /** Null where nothing could be evaluated. */
  score: Score.nullable(),
  coverage_percent: Score.nullable(),
  passed: Count,
  failed: Count,
  not_evaluated: Count,
  not_applicable: Count,
});

export const HostGrade = PartGrade.extend({
  letter: z.enum(['A', 'B', 'C', 'D', 'F']).nullable(),
  /** The formula with this run's numbers in it. */
  formula: z.string().max(600),
  points: Count,
  points_possible: Count,
  caps: z.array(z.object({ at: Score, why: z.string().max(300) })).max(4),
  categories: z.array(PartGrade.extend({ category: z.enum(HOST_CATEGORIES) })).max(16),
  tiers: z.array(PartGrade.extend({ tier: z.enum(HOST_TIERS) })).max(8),
});
export type HostGrade = z.infer<typeof HostGrade>;

export const ADVISORY_AGES = ['fresh', 'aging', 'stale', 'expired'] as const;

/** Where knowledge of vulnerabilities comes from, and how old it is. */
export const AdvisorySource = z.object({
  name: z.string().max(128),
  /** The data's own date, not that of its import. */
  dated_ms: EpochMs,
  age: z.enum(ADVISORY_AGES),
  advisories: Count,
  sha256: z.string().max(64),
  signed_by: z.string().max(128).nullable(),
});
export type AdvisorySource = z.infer<typeof AdvisorySource>;

/** One installed package that an advisory names. */
export const Vulnerability = z.object({
  advisory: z.string().max(64),
  aliases: z.array(z.string().max(64)).max(16),
  ecosystem: z.string().max(32),
  package: z.string().max(214),
  version: z.string().max(128),
  path: z.string().max(512),
  severity: Severity,
  /** In the catalogue of vulnerabilities that are known to be exploited. */
  exploited: z.boolean(),
  malicious: z.boolean(),
  /** First release without it; null where none is known. */
  fixed: z.string().max(128).nullable(),
  title: z.string().max(300),
  source: z.string().max(128),
  source_age: z.enum(ADVISORY_AGES),
});
export type Vulnerability = z.infer<typeof Vulnerability>;

export const InventoryItem = z.object({
  ecosystem: z.string().max(32),
  package: z.string().max(214),
  version: z.string().max(128),
  path: z.string().max(512),
});
export type InventoryItem = z.infer<typeof InventoryItem>;

/** What the last report of Lynis on this machine says; shown beside our grade, never mixed into it. */
export const LynisReport = z.object({
  lynis_version: z.string().max(32),
  dated_ms: EpochMs.nullable(),
  hardening_index: z.int().min(0).max(100).nullable(),
  tests_done: Count,
  warnings: z.array(z.object({ test: z.string().max(32), text: z.string().max(300) })).max(100),
  suggestions: z.array(z.object({ test: z.string().max(32), text: z.string().max(300) })).max(200),
});
export type LynisReport = z.infer<typeof LynisReport>;

/** A posture snapshot with what only the host scanner knows. */
export const HostSnapshot = PostureSnapshot.extend({
  checks: z.array(HostCheckState).max(200).optional(),
  grade: HostGrade.optional(),
  vulnerabilities: z.array(Vulnerability).max(1_000).optional(),
  /** Vulnerabilities left out of the list because an event has a size. */
  vulnerabilities_left_out: Count.optional(),
  inventory: z.array(InventoryItem).max(400).optional(),
  inventory_total: Count.optional(),
  advisories: z.array(AdvisorySource).max(32).optional(),
  lynis: LynisReport.optional(),
});
export type HostSnapshot = z.infer<typeof HostSnapshot>;

const ChangedFinding = z.object({
  finding_id: EventId,
  check: z.string().max(128),
  title: z.string().max(240),
  severity: Severity,
  subject: z.string().max(512),
});

/** What differs between two runs on one host. */
export const HostChanged = z.object({
  snapshot_id: EventId,
  previous_snapshot_id: EventId,
  /** Failed now, and did not before. */
  appeared: z.array(ChangedFinding).max(200),
  /** Failed before, and passes, does not apply or is gone now. */
  resolved: z.array(ChangedFinding).max(200),
  /** Failed before, and could not be evaluated now: not resolved. */
  lost_sight: z.array(ChangedFinding).max(200),
  score_before: Score.nullable(),
  score_after: Score.nullable(),
});
export type HostChanged = z.infer<typeof HostChanged>;
