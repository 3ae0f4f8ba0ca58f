import { LineReader } from '../events/read-line.ts';
import type { Signal } from '../events/signal.ts';
import type { CorrelationRule, DetectionRule, Rule, RuleSet } from '../rules/rule.ts';
import { lineOf } from '../sigma/fields.ts';
import { type Explained, explainTree } from '../sigma/test-tree.ts';
import { OfflineRun } from './run-events.ts';

export interface Explanation {
  readonly event: string;
  readonly rules: readonly {
    readonly rule: string;
    readonly title: string;
    readonly matched: boolean;
    readonly because: Explained;
  }[];
  readonly correlations: readonly {
    readonly rule: string;
    readonly title: string;
    readonly fired: boolean;
    readonly says: string;
  }[];
}
export type ExplainedEvent =
  | { ok: true; explanation: Explanation; text: string }
  | { ok: false; message: string };

/** Says for one event of a file why rules matched it, or what was missing. Without a rule: those that match, and what they feed. */
export function explainEvent(
  rules: RuleSet,
  lines: readonly string[],
  wanted: string,
  ruleName?: string,
): ExplainedEvent {
  const reader = new LineReader();
  const read = lines.filter((line) => line.trim() !== '').map((line) => reader.read(line));
  const signals = read.flatMap((each) => (each.ok ? [each.signal] : []));
  const byLine = /^[0-9]+$/.test(wanted) ? read[Number(wanted) - 1] : undefined;
  const signal =
    signals.find((each) => each.id === wanted) ?? (byLine?.ok === true ? byLine.signal : undefined);
  if (signal === undefined) return { ok: false, message: `No event has the id or line "${wanted}".` };
  const asked =
    ruleName === undefined
      ? undefined
      : (rules.byKey.get(ruleName) ?? [...rules.byKey.values()].find((rule) => rule.id === ruleName));
  if (ruleName !== undefined && asked === undefined)
    return { ok: false, message: `No rule is called "${ruleName}".` };
  const detections =
    asked === undefined
      ? rules.detections.filter((rule) => rule.matches(signal.fields))
      : detectionsUnder(rules, asked);
  const correlations =
    asked === undefined
      ? fedBy(rules, detections)
      : asked.kind === 'correlation'
        ? [asked]
        : fedBy(rules, [asked]);
  const run = new OfflineRun(rules);
  for (const each of signals) run.takeSignal(each);
  const result = run.finish();
  const explanation: Explanation = {
    event: signal.id,
    rules: detections.map((rule) => ({
      rule: rule.key,
      title: rule.title,
      matched: rule.matches(signal.fields),
      because: explainTree(rule.tree, signal.fields),
    })),
    correlations: correlations.map((rule) => {
      const alert = result.alerts.find((each) => each.rule === rule.key && each.events.includes(signal.id));
      return {
        rule: rule.key,
        title: rule.title,
        fired: alert !== undefined,
        says:
          alert?.why ??
          (rule.alerts || !result.matched.has(rule.key)
            ? missing(rules, rule, signal, signals)
            : 'It fired, as a step of a further correlation.'),
      };
    }),
  };
  return { ok: true, explanation, text: describe(explanation) };
}

function detectionsUnder(rules: RuleSet, rule: Rule): DetectionRule[] {
  if (rule.kind === 'detection') return [rule];
  const found = new Map<string, DetectionRule>();
  for (const step of rule.steps) {
    const target = rules.byKey.get(step.rule);
    if (target !== undefined) for (const each of detectionsUnder(rules, target)) found.set(each.key, each);
  }
  return [...found.values()];
}

function fedBy(rules: RuleSet, detections: readonly DetectionRule[]): CorrelationRule[] {
  return [
    ...new Set(
      detections.flatMap((rule) => (rules.consumers.get(rule.key) ?? []).map((consumer) => consumer.rule)),
    ),
  ];
}

/** How near the event's group came: which steps it has within the time span around the event, and which it lacks. */
function missing(rules: RuleSet, rule: CorrelationRule, signal: Signal, signals: readonly Signal[]): string {
  const stepsOf = (each: Signal) =>
    rule.steps.flatMap((step, index) => {
      const target = rules.byKey.get(step.rule);
      return target?.kind === 'detection' && target.matches(each.fields) ? [index] : [];
    });
  const [own] = stepsOf(signal);
  if (own === undefined) return 'The event is none of its steps.';
  const keyOf = (each: Signal, step: number) =>
    (rule.steps[step]?.groupBy ?? []).map((read) => lineOf(read(each.fields)));
  const key = keyOf(signal, own);
  const unknown = key.indexOf(undefined);
  if (unknown !== -1)
    return `The event has no ${rule.group_by[unknown] ?? 'group-by field'}, so it belongs to no group.`;
  const near = signals.filter((each) => Math.abs(each.time_ms - signal.time_ms) <= rule.timespan_ms);
  const seen = rule.steps.map(
    (_, step) =>
      near.filter((each) => stepsOf(each).includes(step) && keyOf(each, step).join('\0') === key.join('\0'))
        .length,
  );
  const counts = rule.steps
    .map((step, index) => `${seen[index] ?? 0} of "${step.title}"${step.absent ? ' (must be absent)' : ''}`)
    .join(', ');
  const order = rule.type === 'temporal_ordered' ? ' In this order only.' : '';
  return `Did not fire: within its time span around the event its group has ${counts}.${order}`;
}

function describe({ event, rules, correlations }: Explanation): string {
  const lines = [`event ${event}`];
  if (rules.length === 0) lines.push('  no detection matches it');
  for (const { rule, matched, because } of rules) {
    lines.push(`  ${matched ? 'matches' : 'does not match'} ${rule}`);
    lines.push(...treeLines(because, 2));
  }
  for (const { rule, fired, says } of correlations)
    lines.push(`  ${fired ? 'part of an alert of' : 'no alert of'} ${rule}: ${says}`);
  return lines.join('\n');
}

function treeLines(node: Explained, depth: number): string[] {
  const found = node.found === undefined ? '' : `  (${node.found})`;
  return [
    `${'  '.repeat(depth)}${node.passed ? '+' : '-'} ${node.what}${found}`,
    ...(node.parts ?? []).flatMap((part) => treeLines(part, depth + 1)),
  ];
}
