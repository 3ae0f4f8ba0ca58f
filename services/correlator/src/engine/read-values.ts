import type { CorrelationRule } from '../rules/rule.ts';
import { type Fields, lineOf, textOf } from '../sigma/fields.ts';

/** Group-by values of an event; null when one is unknown: such an event belongs to no group. */
export function groupValues(rule: CorrelationRule, step: number, fields: Fields): string[] | null {
  const values: string[] = [];
  for (const read of rule.steps[step]?.groupBy ?? []) {
    const value = lineOf(read(fields));
    if (value === undefined) return null;
    values.push(value);
  }
  return values;
}

/** Values to measure: null where the rule measures none, undefined when the event lacks one. */
export function measuredValues(
  rule: CorrelationRule,
  fields: Fields,
): (string | number)[] | null | undefined {
  const { fields: readers, of } = rule.measure;
  if (readers.length === 0) return null;
  const values: (string | number)[] = [];
  for (const read of readers) {
    const value = read(fields);
    if (of === 'values') {
      const line = lineOf(value);
      if (line === undefined) return undefined;
      values.push(line);
      continue;
    }
    const text = textOf(value);
    const number =
      text === null || text.trim() === '' || typeof value === 'boolean' ? Number.NaN : Number(text);
    if (!Number.isFinite(number)) return undefined;
    values.push(number);
  }
  return values;
}
