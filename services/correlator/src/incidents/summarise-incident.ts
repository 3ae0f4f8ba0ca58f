import type { Entity, TimelineEntry } from '@clawnex/proto/events/incident.ts';
import { SEVERITIES, type Severity } from '@clawnex/proto/scan.ts';
import { contentId } from '@clawnex/shared/kernel/ids.ts';
import { FINAL_TACTICS, TACTICS } from '../atlas/tactics.ts';
import { RESPONSES } from '../rules/fleet-section.ts';
import type { Alert } from './alert.ts';
import { ACTIVE_MS } from './group-alerts.ts';
import type { Incident } from './incident.ts';
import { worse } from './make-alert.ts';
import { shorten } from './shorten.ts';

/** Risk halves in this time: yesterday's alerts matter less than today's. */
export const RISK_HALF_LIFE_MS = 12 * 3_600_000;
/** From so many different tactics on, told by more than one rule, alerts are an attack and not a coincidence. */
const TACTICS_OF_AN_ATTACK = 3;
const ENTITIES_MAX = 24;
const TIMELINE_MAX = 50;
const ACTIONS_MAX = 8;
const RULES_MAX = 64;
const WHY_LENGTH_MAX = 600;
/** Other alerts named in the sentence; the timeline has all. */
const ALSO_MAX = 3;

/** The incident that these alerts are, in order of time. */
export function summariseIncident(alerts: readonly Alert[], revision: number): Incident {
  const [first] = alerts;
  if (first === undefined) throw new Error('an incident has at least one alert');
  const inhibited = new Set(alerts.flatMap((alert) => (alert.suppressed_by === null ? alert.inhibits : [])));
  const counts = (alert: Alert) => alert.suppressed_by === null && !inhibited.has(alert.rule);
  const counting = alerts.filter(counts);
  const lead = (counting.length > 0 ? counting : alerts).reduce((best, alert) =>
    isWorse(alert, best) ? alert : best,
  );
  const last_at_ms = Math.max(...alerts.map((alert) => alert.last_at_ms));
  const told = counting.length > 0 ? counting : alerts;
  const tactics = TACTICS.map(({ slug }) => slug).filter((slug) =>
    told.some((alert) => alert.tactics.includes(slug)),
  );
  return {
    incident_id: incidentId(first),
    origin: first.origin,
    host: lead.host,
    title:
      `${lead.title}: ${lead.entity.kind === 'group' ? '' : `${lead.entity.kind.replace('_', ' ')} `}${shorten(lead.entity.id)}`.slice(
        0,
        240,
      ),
    severity: severityOf(counting, tactics),
    why: whyOf(lead, told),
    entities: entitiesOf(lead, alerts),
    first_at_ms: first.first_at_ms,
    last_at_ms,
    alert_count: alerts.length,
    revision,
    state: 'open',
    risk: riskOf(
      alerts.filter((alert) => !inhibited.has(alert.rule)),
      last_at_ms,
    ),
    tactics,
    rules: [...new Set(alerts.map((alert) => alert.rule.slice(0, 128)))].slice(0, RULES_MAX),
    timeline: timelineOf(alerts, counts),
    actions: actionsOf(lead, told),
    alert_ids: alerts.map((alert) => alert.alert_id),
  };
}

/** In the order in which an incident is named after them: what lives longest first. */
const NAMED_AFTER = [
  'agent',
  'principal',
  'key',
  'operator',
  'skill',
  'mcp_server',
  'secret',
  'address',
  'session',
];

/**
 * Named after whom its first alert is about, and the day: two incidents of one entity lie further apart than a day. So
 * the name is the same whichever of its alerts was seen first, unless a late one tells of an earlier day or of others.
 */
function incidentId(first: Alert): string {
  const rank = (link: string) => {
    const place = NAMED_AFTER.indexOf(link.slice(0, link.indexOf(':')));
    return place === -1 ? NAMED_AFTER.length : place;
  };
  const [root] = first.links.toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  return contentId('incident', first.origin, root ?? '', Math.floor(first.first_at_ms / ACTIVE_MS));
}

function isWorse(a: Alert, b: Alert): boolean {
  const difference = SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity);
  return difference !== 0 ? difference > 0 : a.risk > b.risk;
}

/** The worst of its alerts; one step more where together they are an attack. */
function severityOf(counting: readonly Alert[], tactics: readonly string[]): Severity {
  const worst = counting.reduce<Severity>((severity, alert) => worse(severity, alert.severity), 'info');
  const rules = new Set(counting.map((alert) => alert.rule)).size;
  const final = FINAL_TACTICS.some((tactic) => tactics.includes(tactic));
  const attack = rules > 1 && tactics.length >= (final ? TACTICS_OF_AN_ATTACK - 1 : TACTICS_OF_AN_ATTACK);
  return attack && worst !== 'info' ? (SEVERITIES[SEVERITIES.indexOf(worst) + 1] ?? worst) : worst;
}

function riskOf(alerts: readonly Alert[], now_ms: number): number {
  const risk = alerts.reduce(
    (sum, alert) => sum + alert.risk * 0.5 ** ((now_ms - alert.last_at_ms) / RISK_HALF_LIFE_MS),
    0,
  );
  return Math.round(risk * 10) / 10;
}

/** The worst alert's sentence, and what else happened to the same ones. */
function whyOf(lead: Alert, told: readonly Alert[]): string {
  const others = [...new Set(told.filter((alert) => alert.rule !== lead.rule).map((alert) => alert.title))];
  if (others.length === 0) {
    const again = told.filter((alert) => alert.rule === lead.rule).length;
    return shorten(again > 1 ? `${lead.why} It happened ${again} times.` : lead.why, WHY_LENGTH_MAX);
  }
  const shown = others.slice(0, ALSO_MAX).map((title) => `${title.charAt(0).toLowerCase()}${title.slice(1)}`);
  const more = others.length > ALSO_MAX ? ` and ${others.length - ALSO_MAX} more` : '';
  return shorten(`${lead.why} With it: ${shown.join('; ')}${more}.`, WHY_LENGTH_MAX);
}

function entitiesOf(lead: Alert, alerts: readonly Alert[]): Entity[] {
  const entities = new Map<string, Entity>();
  for (const entity of [...lead.entities, ...alerts.flatMap((alert) => alert.entities)]) {
    const key = `${entity.kind} ${entity.id}`;
    if (!entities.has(key) && entities.size < ENTITIES_MAX) entities.set(key, entity);
  }
  return [...entities.values()];
}

function timelineOf(alerts: readonly Alert[], counts: (alert: Alert) => boolean): TimelineEntry[] {
  const half = TIMELINE_MAX / 2;
  const shown = alerts.length <= TIMELINE_MAX ? alerts : [...alerts.slice(0, half), ...alerts.slice(-half)];
  return shown.map((alert) => ({
    at_ms: alert.at_ms,
    alert_id: alert.alert_id,
    title: alert.title.slice(0, 240),
    severity: alert.severity,
    why: alert.why,
    tactics: [...alert.tactics],
    counts: counts(alert),
  }));
}

/** What the rules suggest, the worst alert's first. */
function actionsOf(lead: Alert, told: readonly Alert[]): string[] {
  const responses = new Set([lead, ...told].flatMap((alert) => alert.responses));
  const named: Readonly<Partial<Record<string, Entity['kind']>>> = {
    pause_agent: 'agent',
    throttle_agent: 'agent',
    set_budget: 'agent',
    revoke_session: 'session',
    remove_skill: 'skill',
    disable_mcp_server: 'mcp_server',
    block_domain: 'domain',
    ban_source: 'address',
  };
  const entities = told.flatMap((alert) => alert.entities);
  return [...responses].slice(0, ACTIONS_MAX).map((response) => {
    const entity = entities.find((each) => each.kind === named[response]);
    return `${RESPONSES[response]}${entity === undefined ? '' : ` (${shorten(entity.id)})`}.`;
  });
}
