import type { CHECK_RESULTS } from '@clawnex/proto/events/posture.ts';
import type { Severity } from '@clawnex/proto/scan.ts';

export type Platform = 'linux' | 'darwin';

/** What a check found about one subject. */
export interface CheckResult {
  readonly result: (typeof CHECK_RESULTS)[number];
  /** Part of the finding's stable id: names the place, never a value that changes from run to run. */
  readonly subject: string;
  /** The check's own severity where not given. */
  readonly severity?: Severity;
  readonly evidence: string;
  /** The check's own fix where not given. */
  readonly fix?: string;
  /** Why it does not apply or could not be evaluated; always there for these two. */
  readonly reason?: string;
}

export interface Check<Facts> {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly severity: Severity;
  /** Files, keys and tables that it looks at. */
  readonly reads: readonly string[];
  readonly platforms: readonly Platform[];
  /** A command, or a change of a setting. */
  readonly fix: string;
  /** Ids of the catalogues that ask for the same. */
  readonly references: readonly string[];
  evaluate(facts: Facts): Promise<readonly CheckResult[]>;
}
