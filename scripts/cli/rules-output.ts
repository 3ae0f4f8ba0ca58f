import type { RunResult } from '@clawnex/correlator/src/offline/run-events.ts';
import type { RuleSet } from '@clawnex/correlator/src/rules/rule.ts';
import type { RuleError } from '@clawnex/correlator/src/rules/rule-error.ts';
import { print } from './print.ts';

/** The fixed shape of `rules run --json`. Times are milliseconds since 1970 and, beside them, ISO 8601. */
export function resultJson(
  loaded: { rules: RuleSet; errors: readonly RuleError[] },
  result: RunResult,
): unknown {
  const incidentOf = new Map(
    result.incidents.flatMap((incident) => incident.alert_ids.map((id) => [id, incident.incident_id])),
  );
  return {
    alerts: result.alerts.map((alert) => {
      const rule = loaded.rules.byKey.get(alert.rule);
      return {
        alert_id: alert.alert_id,
        incident_id: incidentOf.get(alert.alert_id) ?? null,
        rule: alert.rule,
        rule_id: rule?.id ?? null,
        title: alert.title,
        severity: alert.severity,
        level: alert.severity === 'info' ? 'informational' : alert.severity,
        why: alert.why,
        time: iso(alert.at_ms),
        at_ms: alert.at_ms,
        first_at: iso(alert.first_at_ms),
        first_at_ms: alert.first_at_ms,
        last_at: iso(alert.last_at_ms),
        last_at_ms: alert.last_at_ms,
        group: groupOf(rule, alert.group),
        count: alert.count,
        entity: alert.entity,
        entities: alert.entities,
        events: alert.events,
        steps: alert.steps,
        tags: rule?.tags ?? [],
        tactics: alert.tactics,
        risk: alert.risk,
        origin: alert.origin,
        suppressed_by: alert.suppressed_by,
      };
    }),
    incidents: result.incidents.map(({ alert_ids, ...incident }) => ({
      ...incident,
      first_at: iso(incident.first_at_ms),
      last_at: iso(incident.last_at_ms),
      alerts: alert_ids,
    })),
    counts: result.counts,
    matched: Object.fromEntries(result.matched),
    lines: result.lines,
    faults: result.faults,
    faults_total: result.faults_total,
    rules: {
      detections: loaded.rules.detections.length,
      correlations: loaded.rules.correlations.length,
      warnings: loaded.rules.warnings,
      left_out: loaded.errors,
    },
  };
}

export function describeAlerts(result: RunResult): void {
  for (const incident of result.incidents) {
    print(`${incident.severity.toUpperCase()}  ${incident.title}`);
    print(`  ${incident.why}`);
    print(
      `  ${iso(incident.first_at_ms)} to ${iso(incident.last_at_ms)}; risk ${incident.risk ?? 0}; ${(incident.tactics ?? []).join(' > ') || 'no tactics'}`,
    );
    for (const entry of incident.timeline ?? [])
      print(`    ${iso(entry.at_ms)}  ${entry.severity.padEnd(8)}  ${entry.title}`);
    for (const action of incident.actions ?? []) print(`  - ${action}`);
  }
  const { events_late, events_too_late, events_repeated, events_without_group, groups_evicted } =
    result.counts;
  print(
    `${result.lines} events: ${result.alerts.length} alerts in ${result.incidents.length} incidents (${events_late} late, ${events_too_late} too late, ${events_repeated} repeated, ${events_without_group} without a group, ${groups_evicted} groups evicted)`,
  );
}

function groupOf(
  rule: { kind: string; group_by?: readonly string[] } | undefined,
  values: readonly string[],
): Record<string, string> {
  return Object.fromEntries((rule?.group_by ?? []).map((name, index) => [name, values[index] ?? '']));
}

function iso(time_ms: number): string {
  return new Date(time_ms).toISOString();
}
