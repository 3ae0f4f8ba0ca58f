import { z } from 'zod';
import { ForeignName, Sha256 } from '../scalars.ts';

/** What an agent runs on. */
export const RUNTIME_PARTS = [
  'boot_file',
  'skill',
  'system_prompt',
  'tool_schema',
  'config',
  'approval',
  'cron_job',
  'pairing',
  'audit',
] as const;

/** Longest difference that an event carries. */
export const DIFF_LENGTH_MAX = 16_384;

/** Something that an agent runs on came, went or is another one. Texts are masked. */
export const RuntimeChanged = z.object({
  what: z.enum(RUNTIME_PARTS),
  /** A path, or the runtime's own name for it. */
  name: z.string().min(1).max(1_024),
  change: z.enum(['appeared', 'changed', 'removed']),
  /** Who did it, where that is known: a session, a process, a person's name. */
  by: ForeignName.optional(),
  before_hash: Sha256.optional(),
  after_hash: Sha256.optional(),
  /** Unified, without its header. */
  diff: z.string().max(DIFF_LENGTH_MAX).optional(),
  detail: z.string().max(2_000).optional(),
});
export type RuntimeChanged = z.infer<typeof RuntimeChanged>;
