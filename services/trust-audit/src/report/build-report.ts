import type { Finding } from '@clawnex/proto/events/posture.ts';
import type { Severity } from '@clawnex/proto/scan.ts';
import { SEVERITIES } from '@clawnex/proto/scan.ts';
import type { Audit } from '../audit-home.ts';
import { listCombinations } from '../find-combinations.ts';
import { type Answers, answerAll } from '../graph/questions.ts';
import { exposureOf, highestRisk, impactOf, type Risk, riskOf } from '../graph/risk.ts';
import { COMBINATIONS, type CombinationId } from '../graph/toxic.ts';

/** A node of the graph with what it is worth to an attacker. */
export interface NodeRisk {
  readonly id: string;
  readonly label: string;
  readonly exposure: number;
  readonly impact: number;
  readonly risk: number;
}

type Failed = Omit<Finding, 'trust'> & NonNullable<Finding['trust']>;

/** A run as one document: what failed, what could not be judged, and what the graph says. */
export interface Report {
  readonly snapshot_id: string;
  readonly home: string;
  readonly started_at_ms: number;
  readonly ended_at_ms: number;
  readonly checks_total: number;
  readonly summary: Readonly<Record<Severity, number>> & {
    readonly findings: number;
    readonly not_evaluated: number;
    readonly passed: number;
    readonly highest_risk: number | null;
  };
  readonly findings: readonly Failed[];
  readonly not_evaluated: readonly {
    readonly check: string;
    readonly subject: string;
    readonly reason: string;
  }[];
  readonly passed: readonly string[];
  readonly not_applicable: readonly string[];
  readonly combinations: readonly {
    readonly id: CombinationId;
    readonly what: string;
    readonly agent: string | null;
  }[];
  readonly answers: Answers | null;
  readonly blast_radius: {
    readonly agents: readonly NodeRisk[];
    readonly surfaces: readonly NodeRisk[];
    readonly resources: readonly NodeRisk[];
  } | null;
}

export function buildReport(home: string, { snapshot, scan }: Audit): Report {
  const failed = snapshot.findings
    .flatMap(({ trust, ...finding }) =>
      finding.result === 'fail' && trust !== undefined ? [{ ...finding, ...trust }] : [],
    )
    .toSorted((a, b) => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity) || b.risk - a.risk);
  const of = (result: Finding['result']) => snapshot.findings.filter((finding) => finding.result === result);
  const count = (severity: Severity) => failed.filter((finding) => finding.severity === severity).length;
  return {
    snapshot_id: snapshot.snapshot_id,
    home,
    started_at_ms: snapshot.started_at_ms,
    ended_at_ms: snapshot.ended_at_ms,
    checks_total: snapshot.checks_total,
    summary: {
      critical: count('critical'),
      high: count('high'),
      medium: count('medium'),
      low: count('low'),
      info: count('info'),
      findings: failed.length,
      not_evaluated: of('not_evaluated').length,
      passed: of('pass').length,
      highest_risk: scan === null ? null : Math.round(highestRisk(scan.risk) * 10) / 10,
    },
    findings: failed,
    not_evaluated: of('not_evaluated').map(({ check, subject, reason = '' }) => ({ check, subject, reason })),
    passed: of('pass').map(({ check }) => check),
    not_applicable: of('not_applicable').map(({ check }) => check),
    combinations:
      scan === null
        ? []
        : listCombinations(scan).map(({ id, agent }) => ({ id, what: COMBINATIONS[id], agent })),
    answers: scan === null ? null : answerAll(scan.risk),
    blast_radius:
      scan === null
        ? null
        : {
            agents: nodesOf(scan.risk, 'agent'),
            surfaces: nodesOf(scan.risk, 'surface'),
            resources: nodesOf(scan.risk, 'resource'),
          },
  };
}

/** The nodes of a kind, the riskiest first. */
export function nodesOf(risk: Risk, kind: 'agent' | 'surface' | 'resource' | 'capability'): NodeRisk[] {
  return risk.indexed.graph.nodes
    .flatMap((node, index) =>
      node.kind === kind
        ? [
            {
              id: node.id,
              label: node.label,
              exposure: round(exposureOf(risk, index), 3),
              impact: round(impactOf(risk, index), 1),
              risk: round(riskOf(risk, index), 1),
            },
          ]
        : [],
    )
    .sort((a, b) => b.risk - a.risk);
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
