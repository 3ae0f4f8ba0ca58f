import type { Entity } from '@clawnex/proto/events/incident.ts';
import { SEVERITIES, type Severity } from '@clawnex/proto/scan.ts';
import { tacticsOf } from '../atlas/atlas-tags.ts';
import { eventsOf, firstOf } from '../engine/firing.ts';
import type { Hit } from '../engine/hit.ts';
import { type About, entityKindOf, mergeAbout } from '../events/about.ts';
import type { Rule } from '../rules/rule.ts';
import type { Alert, AlertStep } from './alert.ts';
import { describeHit } from './describe-hit.ts';

type Kind = Entity['kind'];

/** Points of risk by severity, before confidence. */
const RISK: Readonly<Record<Severity, number>> = { info: 1, low: 5, medium: 20, high: 50, critical: 80 };
const CONFIDENCE_DEFAULT = 0.8;

/** In the order in which entities are told. */
const TOLD: readonly Kind[] = [
  'session',
  'agent',
  'principal',
  'key',
  'operator',
  'secret',
  'skill',
  'mcp_server',
  'domain',
  'address',
  'tool',
  'model',
  'instance',
  'host',
];
/**
 * Entities by which alerts belong together. A host, a model or a tool is shared by everyone: they would make one giant
 * incident of a whole fleet, and join only alerts that have nothing else.
 */
const LINKING: readonly Kind[] = [
  'session',
  'agent',
  'principal',
  'key',
  'operator',
  'secret',
  'skill',
  'mcp_server',
  'address',
  'group',
];
/** Names that many share although their kind is a personal one. */
const SHARED_NAMES = new Set([
  '',
  '-',
  'unknown',
  'null',
  'none',
  'n/a',
  'system',
  'local system',
  'root',
  'default',
  '127.0.0.1',
  '::1',
  'localhost',
  '0.0.0.0',
]);
/** Kinds whose names are only unique on one host. */
const LOCAL: readonly Kind[] = ['session', 'agent', 'skill', 'mcp_server', 'instance'];

const ENTITIES_MAX = 64;
const STEPS_MAX = 40;

export function makeAlert(hit: Hit): Alert {
  const { rule, origin, values, firing } = hit;
  const about = mergeAbout(firing.members.map((point) => point.about));
  for (const [kind, name] of groupEntities(rule, values)) {
    const names = about.get(kind) ?? [];
    about.set(kind, [name, ...names.filter((each) => each !== name)]);
  }
  const host = about.get('host')?.[0] ?? 'unknown';
  const entity = primaryEntity(rule, values, about);
  const rest = TOLD.flatMap((kind) => (about.get(kind) ?? []).map((id) => ({ kind, id })));
  const entities = [
    entity,
    ...rest.filter((each) => each.kind !== entity.kind || each.id !== entity.id),
  ].slice(0, ENTITIES_MAX);
  const wanted: readonly Kind[] = rule.fleet.entities ?? LINKING;
  const linking = entities.filter(
    (each) => wanted.includes(each.kind) && !SHARED_NAMES.has(each.id.toLowerCase()),
  );
  const links = (linking.length === 0 ? [entity] : linking).map((each) => linkKey(each, host));
  return {
    alert_id: hit.alert_id,
    rule: rule.key,
    title: rule.title,
    severity: rule.severity,
    why: describeHit(hit),
    origin,
    host,
    entity,
    entities,
    links: [...new Set(links)],
    tactics: tacticsOf(rule.tags),
    risk:
      rule.fleet.risk?.score ??
      Math.round(RISK[rule.severity] * (rule.fleet.confidence ?? CONFIDENCE_DEFAULT)),
    at_ms: firing.at_ms,
    first_at_ms: firstOf(firing),
    last_at_ms: firing.last_ms,
    count: firing.peak,
    group: values,
    events: eventsOf(firing),
    steps: firing.members.slice(0, STEPS_MAX).map((point) => stepOf(rule, point)),
    responses: rule.responses,
    inhibits: rule.fleet.inhibits ?? [],
    suppressed_by: null,
  };
}

export function worse(a: Severity, b: Severity): Severity {
  return SEVERITIES.indexOf(a) >= SEVERITIES.indexOf(b) ? a : b;
}

function stepOf(rule: Rule, point: { id: string; time_ms: number; steps: number }): AlertStep {
  const titles =
    rule.kind === 'detection'
      ? [rule.title]
      : rule.steps.filter((_, index) => (point.steps & (1 << index)) !== 0).map((step) => step.title);
  return { event_id: point.id, at_ms: point.time_ms, rule: titles.join(', ') };
}

/** Entities that the group-by fields name. */
function groupEntities(rule: Rule, values: readonly string[]): [Kind, string][] {
  if (rule.kind !== 'correlation') return [];
  return rule.group_by.flatMap((field, index): [Kind, string][] => {
    const kind = entityKindOf(field);
    const value = values[index];
    return kind === undefined || value === undefined || value === '' ? [] : [[kind, value.slice(0, 256)]];
  });
}

/** Whom the alert is about: the last group-by field that names an entity, such as the session of [host, session]. */
function primaryEntity(
  rule: Rule,
  values: readonly string[],
  about: ReadonlyMap<keyof About, readonly string[]>,
): Entity {
  const named = groupEntities(rule, values).at(-1);
  if (named !== undefined) return { kind: named[0], id: named[1] };
  if (rule.kind === 'correlation' && values.length > 0) {
    return {
      kind: 'group',
      id: rule.group_by
        .map((field, index) => `${field}=${values[index] ?? ''}`)
        .join(', ')
        .slice(0, 256),
    };
  }
  for (const kind of TOLD) {
    const name = about.get(kind)?.[0];
    if (name !== undefined) return { kind, id: name };
  }
  return { kind: 'group', id: 'all events' };
}

function linkKey({ kind, id }: Entity, host: string): string {
  return LOCAL.includes(kind) ? `${kind}:${host}:${id}` : `${kind}:${id}`;
}
