import type { Category, Severity } from '@clawnex/proto/scan.ts';

/** What a rule says of itself to a person. */
export interface RuleInfo {
  readonly id: string;
  readonly title: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly confidence: number;
  readonly why: string;
  readonly verify: string;
  readonly atlas: readonly string[];
  readonly owasp: readonly string[];
}
