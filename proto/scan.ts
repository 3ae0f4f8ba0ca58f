import { z } from 'zod';
import { Count, Score, Sha256 } from './scalars.ts';

/** Who wrote the block. */
export const ORIGINS = [
  'system',
  'user',
  'assistant',
  'tool_result',
  'tool_call',
  'tool_definition',
] as const;
export const Origin = z.enum(ORIGINS);
export type Origin = z.infer<typeof Origin>;

export const SEVERITIES = ['info', 'low', 'medium', 'high', 'critical'] as const;
export const Severity = z.enum(SEVERITIES);
export type Severity = z.infer<typeof Severity>;

/** In rising order: the worse of two verdicts is the one further right. */
export const VERDICTS = ['allow', 'review', 'block'] as const;
export const Verdict = z.enum(VERDICTS);
export type Verdict = z.infer<typeof Verdict>;

export const CATEGORIES = [
  'injection',
  'jailbreak',
  'extraction',
  'delimiter',
  'memory_tampering',
  'tool_abuse',
  'exfiltration',
  'command',
  'sensitive_path',
  'secret',
  'pii',
  'hidden_text',
  'output_leak',
  'command_and_control',
  'supply_chain',
] as const;
export const Category = z.enum(CATEGORIES);
export type Category = z.infer<typeof Category>;

/** Offsets are UTF-16 code units of the raw text, end exclusive: `text.slice(start, end)`. */
export const Span = z.strictObject({ start: Count, end: Count });
export type Span = z.infer<typeof Span>;

/** One rule's hit inside a scan. `view` names the reading of the text it was found in: raw, normalised, base64, hex>base64 … */
export const Detection = z.strictObject({
  rule: z.string().max(64),
  category: Category,
  severity: Severity,
  confidence: z.number().min(0).max(1),
  view: z.string().max(64),
  spans: z.array(Span).max(16),
  /** Hits in all; `spans` holds the first 16. */
  count: Count,
  /** Keyed hashes of the secrets that were hit: the same key seen twice is recognised, and stored nowhere. */
  fingerprints: z.array(z.string().max(32)).max(16).optional(),
});
export type Detection = z.infer<typeof Detection>;

/** One line of the score's explanation. Points sum (then saturate) to the score; negative ones lower it. */
export const LedgerEntry = z.strictObject({
  source: z.string().max(80),
  points: z.number(),
  reason: z.string().max(240),
});
export type LedgerEntry = z.infer<typeof LedgerEntry>;

/** What a scan means: pure, no policy. */
export const ScanResult = z.strictObject({
  verdict: Verdict,
  score: Score,
  detections: z.array(Detection).max(64),
  ledger: z.array(LedgerEntry).max(80),
});
export type ScanResult = z.infer<typeof ScanResult>;

/** A piece of the text around hits, safe to store and show: secrets and PII in it are masked. */
export const Excerpt = z.strictObject({
  /** Offset of the excerpt in the raw text (UTF-16 code units). */
  start: Count,
  text: z.string().max(1_200),
  /** Hits inside the excerpt, as offsets into `text`. */
  highlights: z.array(z.strictObject({ start: Count, end: Count, rule: z.string().max(64) })).max(32),
});
export type Excerpt = z.infer<typeof Excerpt>;

/** A scanned block as evidence: what was scanned (by hash), what was found, and a redacted look at it. Never the text. */
export const ScannedBlock = z.strictObject({
  hash: Sha256,
  origin: Origin,
  /** Position in the request or answer, from 0. */
  index: Count,
  /** UTF-16 code units. */
  length: Count,
  verdict: Verdict,
  score: Score,
  detections: z.array(Detection).max(64),
  ledger: z.array(LedgerEntry).max(80),
  excerpts: z.array(Excerpt).max(8),
});
export type ScannedBlock = z.infer<typeof ScannedBlock>;

/** The worst of a list, `allow` for none. */
export function worstVerdict(verdicts: Iterable<Verdict>): Verdict {
  let worst = 0;
  for (const verdict of verdicts) worst = Math.max(worst, VERDICTS.indexOf(verdict));
  return VERDICTS[worst] ?? 'allow';
}
