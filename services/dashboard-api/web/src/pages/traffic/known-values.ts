import type { Decision, TrafficOrigin } from '@clawnex/proto/decision.ts';
import type { ExchangeRow } from '@clawnex/proto/http/dashboard/exchanges.ts';
import type { Verdict } from '@clawnex/proto/scan.ts';
import { CATEGORY_NAMES } from '../../evidence/categories.ts';
import type { FieldValue } from '../../list/filter-bar.tsx';
import { FILTER_FIELD_NAMES, isFilterable, type ListField } from '../../view-search.ts';
import { rowValues } from './match-row.ts';

const VERDICTS: Record<Verdict, true> = { block: true, review: true, allow: true };
const DECISIONS: Record<Decision, true> = {
  blocked: true,
  held: true,
  redacted: true,
  observed: true,
  bypassed: true,
  passed: true,
};
const ORIGINS: Record<TrafficOrigin, true> = { live: true, demo: true, test: true };

/** Values known without looking at rows. */
const FIXED_VALUES: Partial<Record<ListField, readonly string[]>> = {
  verdict: Object.keys(VERDICTS),
  decision: Object.keys(DECISIONS),
  category: CATEGORY_NAMES,
  origin: Object.keys(ORIGINS),
};

/** Rows looked at for suggestions: enough to meet every agent and model, few enough not to be felt. */
const SUGGESTION_ROWS_MAX = 2_000;

export function isClosedField(field: ListField): boolean {
  return FIXED_VALUES[field] !== undefined;
}

/** Values worth offering: ours, and those of the newest rows. */
export function knownValues(rows: readonly ExchangeRow[]): readonly FieldValue[] {
  return FILTER_FIELD_NAMES.flatMap((field) => {
    const values = new Set(FIXED_VALUES[field] ?? []);
    for (const row of rows.slice(0, SUGGESTION_ROWS_MAX)) {
      for (const value of rowValues(row, field)) if (value !== null && isFilterable(value)) values.add(value);
    }
    return [...values].map((value) => ({ field, value }));
  });
}
