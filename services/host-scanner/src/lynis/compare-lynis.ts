import type { HostCheckState, HostSnapshot, LynisReport } from '@clawnex/proto/events/host.ts';
import { counterpartOf } from './coverage.ts';

interface LynisEntry {
  readonly test: string;
  readonly text: string;
  /** Our check of the same, and what it says. */
  readonly check: string | null;
  readonly result: HostCheckState['result'] | null;
}

export interface LynisComparison {
  readonly both: readonly LynisEntry[];
  /** Found by Lynis, and either looked at by no check of ours or not failed by it. */
  readonly only_lynis: readonly LynisEntry[];
  readonly only_ours: readonly {
    readonly check: string;
    readonly title: string;
    readonly severity: string;
  }[];
}

/** What each of the two finds on the same machine that the other does not. */
export function compareWithLynis(report: LynisReport, { checks = [] }: HostSnapshot): LynisComparison {
  const stateOf = new Map(checks.map(({ check, result }) => [check, result]));
  const entries = [...report.warnings, ...report.suggestions].map((entry): LynisEntry => {
    const check = counterpartOf(entry.test);
    return { ...entry, check, result: check === null ? null : (stateOf.get(check) ?? null) };
  });
  const both = entries.filter(({ result }) => result === 'fail');
  const shared = new Set(both.map(({ check }) => check));
  return {
    both,
    only_lynis: entries.filter(({ result }) => result !== 'fail'),
    only_ours: checks
      .filter(({ check, result }) => result === 'fail' && !shared.has(check))
      .map(({ check, title, severity }) => ({ check, title, severity })),
  };
}
