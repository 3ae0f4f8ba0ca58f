import type { Hit } from '../engine/hit.ts';
import type { Point } from '../engine/point.ts';
import { mergeAbout } from '../events/about.ts';
import { fillTemplate, type Placeholder } from '../rules/explain-fields.ts';
import type { CorrelationRule } from '../rules/rule.ts';
import { describeTimeSpan } from '../rules/time-span.ts';
import { type Fields, fieldReader, lineOf } from '../sigma/fields.ts';
import { shorten } from './shorten.ts';

const WHY_LENGTH_MAX = 600;
/** Names of one kind in a sentence; more are counted. */
const NAMES_MAX = 3;

/** The sentence of an alert: the rule's own, else one made of what the rule is. */
export function describeHit(hit: Hit): string {
  const template = hit.rule.fleet.explain;
  return shorten(template === undefined ? plainSentence(hit) : fill(template, hit), WHY_LENGTH_MAX);
}

/** Parts in [brackets] that need something unknown are left out. */
function fill(template: string, hit: Hit): string {
  return template
    .split(/(\[[^\]]*\])/)
    .map((part) => {
      const optional = part.startsWith('[') && part.endsWith(']');
      const filled = fillTemplate(optional ? part.slice(1, -1) : part, (placeholder) =>
        valueFor(placeholder, hit),
      );
      return optional && filled.missing ? '' : filled.text;
    })
    .join('');
}

function valueFor(placeholder: Placeholder, hit: Hit): string | undefined {
  const { firing, rule } = hit;
  if (placeholder.kind === 'own') {
    switch (placeholder.name) {
      case 'count':
        return formatNumber(firing.peak);
      case 'timespan':
        return rule.kind === 'correlation' ? describeTimeSpan(rule.timespan_ms) : undefined;
      default:
        return describeDelta(firing.last_ms - firing.anchor.time_ms);
    }
  }
  const { name, step } = placeholder;
  if (rule.kind === 'detection') {
    const fields = firing.anchor.carried?.[0];
    const value = isFields(fields) ? lineOf(fieldReader(name)(fields)) : undefined;
    return value === undefined ? undefined : shorten(value);
  }
  const place = rule.group_by.indexOf(name);
  if (place !== -1) return shorten(hit.values[place] ?? '');
  const members =
    step === null ? firing.members : firing.members.filter((point) => (point.steps & (1 << step)) !== 0);
  const index = rule.carries.findIndex((each) => each.name === name);
  const values = members.flatMap((point) => lineOf(point.carried?.[index]) ?? []);
  return values.length === 0 ? undefined : listNames(values);
}

export function listNames(values: readonly string[]): string {
  const names = [...new Set(values)];
  const shown = names.slice(0, NAMES_MAX).map((name) => shorten(name));
  return names.length > NAMES_MAX
    ? `${shown.join(', ')} and ${names.length - NAMES_MAX} more`
    : shown.join(', ');
}

function plainSentence(hit: Hit): string {
  const { rule, firing } = hit;
  const who = whoOf(hit);
  if (rule.kind === 'detection') return `${rule.title}${who}.`;
  const span = describeTimeSpan(rule.timespan_ms);
  const present = rule.steps.filter((step) => !step.absent).map((step) => `"${step.title}"`);
  const absent = rule.steps.filter((step) => step.absent).map((step) => `"${step.title}"`);
  const field = measuredField(rule);
  switch (rule.type) {
    case 'event_count':
      return `${formatNumber(firing.peak)} events of ${present.join(', ')}${who} within ${span}.`;
    case 'value_count':
      return `${formatNumber(firing.peak)} different values of ${field} in events of ${present.join(', ')}${who} within ${span}.`;
    case 'value_sum':
      return `${field} adds up to ${formatNumber(firing.peak)} in events of ${present.join(', ')}${who} within ${span}.`;
    case 'value_avg':
      return `The average of ${field} is ${formatNumber(firing.peak)} in events of ${present.join(', ')}${who} within ${span}.`;
    case 'value_percentile':
      return `Percentile ${rule.measure.percentile} of ${field} is ${formatNumber(firing.peak)} in events of ${present.join(', ')}${who} within ${span}.`;
    case 'temporal':
      return `${present.join(' and ')}${absent.length > 0 ? ` without ${absent.join(' or ')}` : ' together'}${who} within ${span}.`;
    case 'temporal_ordered':
      return `${present.join(', then ')}${absent.length > 0 ? ` without ${absent.join(' or ')}` : ''}${who} within ${span}.`;
  }
}

function measuredField(rule: CorrelationRule): string {
  return rule.measure_names.length === 0 ? 'a field' : rule.measure_names.join(' and ');
}

function whoOf({ rule, values, firing }: Hit): string {
  if (rule.kind === 'correlation' && values.length > 0) {
    return ` for ${rule.group_by.map((name, index) => `${name} ${shorten(values[index] ?? '')}`).join(', ')}`;
  }
  const about = mergeAbout(firing.members.map((point: Point) => point.about));
  for (const kind of ['session', 'agent', 'principal', 'key', 'host'] as const) {
    const name = about.get(kind)?.[0];
    if (name !== undefined) return ` (${kind} ${shorten(name)})`;
  }
  return '';
}

function describeDelta(delta_ms: number): string {
  const seconds = Math.round(delta_ms / 1_000);
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7_200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3_600)} h`;
}

function formatNumber(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Math.round(value * 100) / 100);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}
