import type { Severity } from '@clawnex/proto/scan.ts';
import { useContext } from 'react';
import { SEVERITY_SHAPES } from '../ui/mark.tsx';
import { Tally } from '../ui/tally.tsx';
import { FilterIn } from './filter-in.tsx';

const SEVERITY_ORDER: Record<Severity, number> = { critical: 0, high: 1, medium: 2, low: 3, info: 4 };
// Object.keys of a literal: its own keys, in order.
export const SEVERITIES_WORST_FIRST = Object.keys(SEVERITY_ORDER) as readonly Severity[];

export function bySeverity(a: { readonly severity: Severity }, b: { readonly severity: Severity }): number {
  return SEVERITY_ORDER[a.severity] - SEVERITY_ORDER[b.severity];
}

/** The two that wake people are said even when there are none. */
const ALWAYS_SAID: readonly Severity[] = ['critical', 'high'];

/** How many rows of each severity; a press shows exactly those. */
export function SeverityTallies({
  rows,
  what,
}: {
  rows: readonly { readonly severity: Severity }[];
  what: string;
}) {
  const filterIn = useContext(FilterIn);
  return SEVERITIES_WORST_FIRST.map((severity) => {
    const count = rows.filter((row) => row.severity === severity).length;
    if (count === 0 && !ALWAYS_SAID.includes(severity)) return null;
    return (
      <Tally
        key={severity}
        shape={SEVERITY_SHAPES[severity]}
        tone={severity}
        count={count}
        word={severity}
        about={`${what} of severity ${severity}, in the filter`}
        onShow={() => filterIn('severity', severity)}
      />
    );
  });
}
