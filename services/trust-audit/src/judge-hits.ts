import { SEVERITIES, type Severity } from '@clawnex/proto/scan.ts';
import { contentId, sha256 } from '@clawnex/shared/kernel/ids.ts';
import type { Hit, TrustCheck } from './checks/trust-check.ts';
import { listCombinations } from './find-combinations.ts';
import { exposureOf, impactOf, outsideReach, type Risk } from './graph/risk.ts';
import type { Combination } from './graph/toxic.ts';
import type { Scan } from './scan.ts';

/** Lower ends of the bands of risk. */
const BANDS: readonly (readonly [risk: number, severity: Severity])[] = [
  [80, 'critical'],
  [50, 'high'],
  [20, 'medium'],
  [5, 'low'],
];
/** An agent that outsiders reach less than this is closed. */
const CLOSED_MAX = 0.1;

/** A hit with what it is worth here. */
export interface JudgedHit {
  readonly finding_id: string;
  readonly check: TrustCheck;
  readonly hit: Hit;
  readonly severity: Severity;
  readonly risk: number;
  readonly combinations: readonly string[];
  /** The node with most risk that it opens; null where it is none of the graph's. */
  readonly worst: number | null;
  readonly state: string;
}

/** All weaknesses of a scan. Of two that say the same of one place, the graver stays. */
export function judgeHits(checks: readonly TrustCheck[], scan: Scan, host: string): JudgedHit[] {
  const combinations = listCombinations(scan);
  const found = new Map<string, JudgedHit>();
  for (const check of checks) {
    for (const hit of check.find(scan)) {
      const judged = judge(check, hit, scan.risk, combinations, host);
      if (judged === null) continue;
      const known = found.get(judged.finding_id);
      if (known === undefined || rank(judged.severity) > rank(known.severity))
        found.set(judged.finding_id, judged);
    }
  }
  return [...found.values()];
}

function judge(
  check: TrustCheck,
  hit: Hit,
  risk: Risk,
  combinations: readonly Combination[],
  host: string,
): JudgedHit | null {
  const { weight } = hit;
  const common = {
    finding_id: contentId(check.id, host, hit.subject),
    check,
    hit,
  };
  if (weight.by === 'rule') {
    const closed =
      weight.agents?.every(
        (agent) => outsideReach(risk, risk.indexed.indexOf.get(agent) ?? -1) < CLOSED_MAX,
      ) === true;
    const severity = closed ? step(weight.severity, -1) : weight.severity;
    const state = stateOf(hit, severity, []);
    return { ...common, severity, risk: 0, combinations: [], worst: null, state };
  }
  let worst: number | null = null;
  let highest = 0;
  for (const id of weight.through) {
    const node = risk.indexed.indexOf.get(id);
    if (node === undefined) continue;
    const value = exposureOf(risk, node) * impactOf(risk, node);
    if (worst === null || value > highest) {
      worst = node;
      highest = value;
    }
  }
  const taken = new Set(weight.through);
  const part = [
    ...new Set(
      combinations.filter(({ nodes }) => [...taken].some((id) => nodes.has(id))).map(({ id }) => id),
    ),
  ];
  const band = BANDS.find(([least]) => highest >= least)?.[1] ?? 'info';
  if (weight.quiet === true && band === 'info') return null;
  const raised = part.length > 0 && highest >= 20 ? step(band, 1) : band;
  const severity = weight.floor !== undefined && rank(weight.floor) > rank(raised) ? weight.floor : raised;
  return {
    ...common,
    severity,
    risk: Math.round(highest * 10) / 10,
    combinations: part,
    worst,
    state: stateOf(hit, severity, part),
  };
}

/** Names a finding as long as it says the same: not its lines, which move, but what was seen and how grave it is. */
function stateOf(hit: Hit, severity: Severity, combinations: readonly string[]): string {
  const seen = (hit.state ?? hit.evidence).replace(/:\d+(?=[ ;]|$)/g, '');
  return sha256(JSON.stringify([hit.subject, seen, severity, combinations]));
}

function rank(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}

function step(severity: Severity, by: 1 | -1): Severity {
  return SEVERITIES[Math.min(SEVERITIES.length - 1, Math.max(0, rank(severity) + by))] ?? severity;
}
