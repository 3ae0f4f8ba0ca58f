import type { Category, Origin, Verdict } from '@clawnex/proto/scan.ts';

/** The operator's own prompt and the model's own words are no attack on the model. */
const TALK: ReadonlySet<Category> = new Set([
  'injection',
  'jailbreak',
  'extraction',
  'delimiter',
  'memory_tampering',
  'tool_abuse',
]);

/** Whether talk from this origin can be an attack on the model. */
export function isTalkJudged(origin: Origin): boolean {
  return origin !== 'system' && origin !== 'assistant';
}

export function isTalk(category: Category): boolean {
  return TALK.has(category);
}

export function appliesTo(
  rule: { readonly category: Category; readonly origins?: readonly Origin[] | undefined },
  origin: Origin,
): boolean {
  if (rule.origins) return rule.origins.includes(origin);
  if (TALK.has(rule.category)) return isTalkJudged(origin);
  if (rule.category === 'output_leak') return origin === 'assistant';
  // An operator may describe dangerous commands, hosts and paths to forbid them.
  if (origin === 'system')
    return rule.category === 'secret' || rule.category === 'pii' || rule.category === 'hidden_text';
  return true;
}

/**
 * How much a hit counts by who wrote the block. Instructions in data are worse than in a user's own message; a command that is
 * about to run is worse than one that is talked about, and least where a tool brought it: manuals are full of commands.
 */
export function originFactor(category: Category, origin: Origin): number {
  if (TALK.has(category)) return origin === 'tool_result' || origin === 'tool_definition' ? 1.15 : 1;
  if (category === 'command')
    return origin === 'tool_call' ? 1.2 : origin === 'tool_result' ? 0.72 : origin === 'assistant' ? 0.9 : 1;
  if (category === 'sensitive_path' || category === 'exfiltration')
    return origin === 'tool_call' ? 1.2 : origin === 'assistant' ? 0.9 : 1;
  return 1;
}

/**
 * Set on ordinary texts alone (`detection:eval` prints the scores that they reach per origin): at most 1 in 100 reach `review`, 1 in 700
 * `block`, with room for texts of kinds that were not at hand. Of tool calls 1 in 200 reach 9.
 */
const THRESHOLDS: Readonly<Record<Origin, { review: number; block: number }>> = {
  system: { review: 45, block: 80 },
  user: { review: 40, block: 75 },
  assistant: { review: 40, block: 75 },
  tool_result: { review: 40, block: 75 },
  tool_call: { review: 35, block: 75 },
  tool_definition: { review: 40, block: 75 },
};

export function verdictOf(score: number, origin: Origin): Verdict {
  const { review, block } = THRESHOLDS[origin];
  return score >= block ? 'block' : score >= review ? 'review' : 'allow';
}
