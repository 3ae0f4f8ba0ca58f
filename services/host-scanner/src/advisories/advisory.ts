import type { Severity } from '@clawnex/proto/scan.ts';

/** Versions from `introduced` on (all older ones where it is null), up to `fixed` without it or `last` with it. */
export interface VersionRange {
  readonly introduced: string | null;
  readonly fixed: string | null;
  readonly last: string | null;
}

export interface Affected {
  readonly ecosystem: string;
  readonly package: string;
  readonly ranges: readonly VersionRange[];
  readonly versions: readonly string[];
}

/** What ClawNex keeps of an advisory: enough to match and to show. */
export interface Advisory {
  readonly id: string;
  readonly aliases: readonly string[];
  readonly severity: Severity;
  readonly title: string;
  /** The package itself is malware: whoever has it must act as after a break-in. */
  readonly malicious: boolean;
  readonly affected: readonly Affected[];
}

/** Advisories of one origin. */
export interface AdvisorySet {
  readonly name: string;
  /** The data's own date: nothing is known of what was published later. */
  readonly dated_ms: number;
  readonly sha256: string;
  readonly signed_by: string | null;
  readonly advisories: readonly Advisory[];
  /** Ids of vulnerabilities that are known to be exploited. */
  readonly exploited: readonly string[];
}
