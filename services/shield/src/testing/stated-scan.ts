import type { Category, Severity } from '@clawnex/proto/scan.ts';
import type { ScanBlock, Scanned } from '../scan/scanned.ts';

/** How sure and how bad a plain case of each category was measured to be. */
export const PLAIN_CASES: Readonly<
  Record<Category, { readonly severity: Severity; readonly score: number }>
> = {
  injection: { severity: 'critical', score: 97 },
  jailbreak: { severity: 'critical', score: 98 },
  extraction: { severity: 'high', score: 80 },
  delimiter: { severity: 'high', score: 68 },
  memory_tampering: { severity: 'high', score: 62 },
  tool_abuse: { severity: 'high', score: 59 },
  exfiltration: { severity: 'high', score: 59 },
  command: { severity: 'critical', score: 97 },
  sensitive_path: { severity: 'medium', score: 41 },
  secret: { severity: 'critical', score: 88 },
  pii: { severity: 'high', score: 62 },
  hidden_text: { severity: 'critical', score: 83 },
  output_leak: { severity: 'high', score: 54 },
  command_and_control: { severity: 'high', score: 51 },
  supply_chain: { severity: 'medium', score: 33 },
};

/** A text that `statedScan` finds this category in. */
export function stateCase(category: Category): string {
  return `a plain case of ${category}`;
}

/**
 * Finds what the text says it is, in place of the engine: what a policy makes of a finding must not change when rules
 * and model do.
 */
export function statedScan({ text, muted }: ScanBlock): Scanned {
  const stated = /a plain case of (\w{1,40})/.exec(text);
  const category = Object.keys(PLAIN_CASES).find((name): name is Category => name === stated?.[1]);
  const rule = `${category}.stated`;
  if (stated === null || category === undefined || muted?.includes(rule) === true)
    return { result: { verdict: 'allow', score: 0, detections: [], ledger: [] }, excerpts: [] };
  const { severity, score } = PLAIN_CASES[category];
  const spans = [{ start: stated.index, end: stated.index + stated[0].length }];
  const detection = { rule, category, severity, confidence: 0.9, view: 'raw', spans, count: 1 };
  const verdict = score >= 75 ? 'block' : score >= 40 ? 'review' : 'allow';
  return { result: { verdict, score, detections: [detection], ledger: [] }, excerpts: [] };
}
