import type { Category } from '@clawnex/proto/scan.ts';
import type { Hit } from '../find-hits.ts';

/** Categories that are commonly written about. A key is a key wherever it stands. */
const QUOTABLE: ReadonlySet<Category> = new Set([
  'injection',
  'jailbreak',
  'extraction',
  'delimiter',
  'memory_tampering',
  'tool_abuse',
  'exfiltration',
  'command',
  'command_and_control',
  'sensitive_path',
  'supply_chain',
  'hidden_text',
  'output_leak',
]);

/** Text looked at on each side of a hit for signs of documentation. */
const NEIGHBOURHOOD = 800;
const QUOTE_REACH = 160;
const DOCUMENTATION =
  /\b(?:for example|e\.g\.|such as|for instance|prompt[- ]injections?|attackers?|attacks?|adversar\w{2,6}|owasp|mitre|vulnerab\w{3,8}|mitigat\w{2,6}|exploit\w{0,5}|malicious|detect(?:s|ed|ion|ing)?|jailbreak(?:s|ing)?|payloads?|security|defen[cs]e|defend|threats?|red[- ]team\w{0,5}|test cases?|examples?|documentation|guardrails?|research(?:ers)?|phrases? like|known as|technique|beispiel|exemple|ejemplo)\b/g;

export interface Quotation {
  /** What the hit's weight is multiplied by. */
  readonly factor: number;
  readonly reason: string;
}

const NOT_QUOTED: Quotation = { factor: 1, reason: '' };

/**
 * Whether the hit reads as a quotation. Lowers, never clears: an attacker can write "for example" too, so even a hit
 * that is quoted among documentation keeps half its weight.
 */
export function weighQuotation(hit: Hit, text: string): Quotation {
  if (!QUOTABLE.has(hit.rule.category) || (hit.view !== 'raw' && hit.view !== 'normalised'))
    return NOT_QUOTED;
  const around =
    text.slice(Math.max(0, hit.start - NEIGHBOURHOOD), hit.start).toLowerCase() +
    ' ' +
    text.slice(hit.end, hit.end + NEIGHBOURHOOD).toLowerCase();
  const words = new Set(Array.from(around.matchAll(DOCUMENTATION), (match) => match[0]));
  const marked = isMarked(text, hit);
  if (marked && words.size >= 2) return { factor: 0.55, reason: 'quoted among words of documentation' };
  if (words.size >= 4) return { factor: 0.65, reason: 'among words of documentation' };
  if (marked && words.size >= 1)
    return { factor: 0.75, reason: 'in quotation marks or a code block, with a word of documentation' };
  return NOT_QUOTED;
}

/** Inside quotation marks on one line, or inside a fence or a code span. */
function isMarked(text: string, hit: Hit): boolean {
  const before = text.slice(Math.max(0, hit.start - QUOTE_REACH), hit.start);
  const after = text.slice(hit.end, hit.end + QUOTE_REACH);
  const line = before.slice(before.lastIndexOf('\n') + 1);
  const lineEnd = after.indexOf('\n');
  const rest = lineEnd < 0 ? after : after.slice(0, lineEnd);
  if (/^\s{0,3}(?:>|[-*]\s{1,2}["“`'])/.test(line)) return true;
  for (const [open, close] of [
    ['"', '"'],
    ['“', '”'],
    ['`', '`'],
    ['«', '»'],
    ['„', '“'],
    [" '", "'"],
  ] as const) {
    const count = line.split(open).length - 1;
    if (
      count > 0 &&
      (open === close ? count % 2 === 1 : line.lastIndexOf(open) > line.lastIndexOf(close)) &&
      rest.includes(close)
    )
      return true;
  }
  const fences = text.slice(Math.max(0, hit.start - 4_000), hit.start).split('```').length - 1;
  return fences % 2 === 1 && text.slice(hit.end, hit.end + 4_000).includes('```');
}
