import { z } from 'zod';
import { Count, ForeignName } from '../scalars.ts';
import { ScannedBlock } from '../scan.ts';

/** Where the text came from when it was not an exchange through the proxy. */
export const SCAN_SOURCES = [
  'openclaw_jsonl',
  'openclaw_sqlite',
  'claude_code',
  'codex',
  'gemini_cli',
  'opencode',
  'hermes',
  'api',
  'moderation',
] as const;

/** One block was scanned outside an exchange: a line of a session log, or a direct call of the shield's API. */
export const ScanCompleted = z.object({
  scan_source: z.enum(SCAN_SOURCES),
  ruleset: z.string().max(64),
  block: ScannedBlock,
  /** Tool whose call or result the block is, unwrapped from dispatchers. */
  tool: ForeignName.optional(),
  /** Entry id in the session log. */
  entry_id: ForeignName.optional(),
  latency_us: Count,
});
export type ScanCompleted = z.infer<typeof ScanCompleted>;
