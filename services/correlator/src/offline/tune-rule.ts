import { stringify } from 'yaml';
import { LineReader } from '../events/read-line.ts';
import type { Signal } from '../events/signal.ts';
import type { RuleSet } from '../rules/rule.ts';
import { type Fields, textOf } from '../sigma/fields.ts';

export type Tuned = { ok: true; filter: string } | { ok: false; message: string };

/** Values of one field that a filter may list. */
const VALUES_MAX = 20;
/** Fields that differ with every event tell nothing. */
const NEVER = new Set([
  'id',
  'time',
  'timestamp',
  '@timestamp',
  'event.id',
  'event.time',
  'event_id',
  'uuid',
  'exchange',
  'signal',
]);

/** Finds the narrowest filter that leaves out the benign events; refuses when a malicious one would go with them. */
export function tuneRule(
  rules: RuleSet,
  name: string,
  benign: readonly string[],
  malicious: readonly string[],
): Tuned {
  const rule = rules.byKey.get(name);
  if (rule === undefined) return { ok: false, message: `No rule is called "${name}".` };
  if (rule.kind === 'correlation')
    return { ok: false, message: `"${name}" is a correlation: tune one of the detections it counts.` };
  const matching = (lines: readonly string[]) =>
    readSignals(lines).filter((signal) => rule.matches(signal.fields));
  const noise = matching(benign);
  const threats = matching(malicious);
  if (noise.length === 0)
    return { ok: false, message: `None of the benign events matches ${name}: there is nothing to tune.` };
  const shared = sharedValues(noise);
  const selection: Record<string, string | string[]> = {};
  for (const [field, values] of shared) selection[field] = values.length === 1 ? (values[0] ?? '') : values;
  const hidden = threats.filter((threat) =>
    [...shared].every(([field, values]) => values.includes(textOf(threat.fields[field]) ?? '')),
  );
  if (shared.size === 0)
    return {
      ok: false,
      message: `The ${noise.length} benign events have no field in common that could tell them: filter them by hand.`,
    };
  if (hidden.length > 0) {
    return {
      ok: false,
      message: `Refused: a filter on ${[...shared.keys()].join(', ')} would also hide ${hidden.length} of ${threats.length} malicious events (${hidden[0]?.id ?? ''}).`,
    };
  }
  return {
    ok: true,
    filter: stringify({
      title: `Leave out ${noise.length} events of ${rule.title} that are no threat`,
      filter: { rules: [rule.id ?? rule.key], selection: escaped(selection), condition: 'not selection' },
    }),
  };
}

function readSignals(lines: readonly string[]): Signal[] {
  const reader = new LineReader();
  return lines.flatMap((line) => {
    const read = line.trim() === '' ? null : reader.read(line);
    return read?.ok === true ? [read.signal] : [];
  });
}

/** Fields that every event has, with few values among them all. */
function sharedValues(signals: readonly Signal[]): Map<string, string[]> {
  const shared = new Map<string, string[]>();
  for (const field of Object.keys(signals[0]?.fields ?? {})) {
    if (NEVER.has(field)) continue;
    const values = signals.map(({ fields }: { fields: Fields }) => textOf(fields[field]));
    const distinct = new Set(values);
    if (
      distinct.has(null) ||
      distinct.size > VALUES_MAX ||
      (distinct.size > 1 && distinct.size * 2 > signals.length)
    )
      continue;
    shared.set(
      field,
      values.filter((value, index): value is string => value !== null && values.indexOf(value) === index),
    );
  }
  return shared;
}

/** Values are literal: their own asterisks are no wildcards. */
function escaped(selection: Readonly<Record<string, string | string[]>>): Record<string, string | string[]> {
  const plain = (value: string) => value.replaceAll(/[*?]|\\(?=[*?\\])/g, '\\$&');
  return Object.fromEntries(
    Object.entries(selection).map(([field, value]) => [
      field,
      typeof value === 'string' ? plain(value) : value.map(plain),
    ]),
  );
}
