import {
  HOST_CATEGORIES,
  HOST_TIERS,
  type HostCheckState,
  type HostGrade,
} from '@clawnex/proto/events/host.ts';
import type { Severity } from '@clawnex/proto/scan.ts';

/** What a check is worth, by its severity. */
const POINTS: Readonly<Record<Severity, number>> = { critical: 10, high: 6, medium: 3, low: 1, info: 0 };
const LETTERS = [
  ['A', 90],
  ['B', 75],
  ['C', 50],
  ['D', 25],
] as const;
/** One open door is enough, however well everything else is kept. */
const CRITICAL_CAP = 49;
const EXPOSED_CAP = 74;

/**
 * Points of what passed, of the points of what could be evaluated, with caps. What was not evaluated counts neither way, and
 * shows in the coverage: points evaluated, of all points that apply.
 */
export function gradeChecks(states: readonly HostCheckState[], exposing: ReadonlySet<string>): HostGrade {
  const whole = countPart(states);
  const failed = states.filter(({ result }) => result === 'fail');
  const criticals = failed.filter(({ severity }) => severity === 'critical').map(({ check }) => check);
  const exposed = failed
    .filter(({ check, severity }) => severity === 'high' && exposing.has(check))
    .map(({ check }) => check);
  const caps = [
    ...(criticals.length > 0
      ? [{ at: CRITICAL_CAP, why: `critical checks failed: ${criticals.join(', ')}`.slice(0, 300) }]
      : []),
    ...(exposed.length > 0
      ? [
          {
            at: EXPOSED_CAP,
            why: `high checks failed on what is open to the network: ${exposed.join(', ')}`.slice(0, 300),
          },
        ]
      : []),
  ];
  const { points, possible } = whole;
  const plain = possible === 0 ? null : Math.floor((points / possible) * 100);
  const score = plain === null ? null : Math.min(plain, ...caps.map(({ at }) => at));
  return {
    ...whole.part,
    score,
    letter: score === null ? null : (LETTERS.find(([, from]) => score >= from)?.[0] ?? 'F'),
    formula: formulaOf(points, possible, plain, score, whole.part.coverage_percent),
    points,
    points_possible: possible,
    caps,
    categories: HOST_CATEGORIES.map((category) => ({
      category,
      ...countPart(states.filter((state) => state.category === category)).part,
    })),
    tiers: HOST_TIERS.map((tier) => ({
      tier,
      ...countPart(states.filter((state) => state.tier === tier)).part,
    })),
  };
}

function countPart(states: readonly HostCheckState[]) {
  const sum = (result: HostCheckState['result']) =>
    states
      .filter((state) => state.result === result)
      .reduce((total, { severity }) => total + POINTS[severity], 0);
  const count = (result: HostCheckState['result']) =>
    states.filter((state) => state.result === result).length;
  const points = sum('pass');
  const possible = points + sum('fail');
  const applicable = possible + sum('not_evaluated');
  return {
    points,
    possible,
    part: {
      score: possible === 0 ? null : Math.floor((points / possible) * 100),
      coverage_percent: applicable === 0 ? null : Math.floor((possible / applicable) * 100),
      passed: count('pass'),
      failed: count('fail'),
      not_evaluated: count('not_evaluated'),
      not_applicable: count('not_applicable'),
    },
  };
}

function formulaOf(
  points: number,
  possible: number,
  plain: number | null,
  score: number | null,
  coverage: number | null,
): string {
  const weights = 'critical 10, high 6, medium 3, low 1, info 0';
  if (plain === null) return `No check could be evaluated, so there is no score. Points: ${weights}.`;
  const capped = score === plain ? '' : `, capped to ${score}`;
  return `${points} points passed / ${possible} points evaluated = ${plain}${capped}. Points of a check: ${weights}. Capped at ${CRITICAL_CAP} by a failed critical check, at ${EXPOSED_CAP} by a failed high one that is open to the network. Coverage ${coverage} %: points evaluated of points that apply.`;
}
