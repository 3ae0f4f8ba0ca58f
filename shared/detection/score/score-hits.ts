import type { LedgerEntry, Origin, ScanResult } from '@clawnex/proto/scan.ts';
import type { Hit } from '../hit-list.ts';
import type { Suspicion } from '../model/suspicion.ts';
import { type Evidence, round, weighHit, weighSuspicion, writeLedger } from './evidence.ts';
import { listDetections } from './list-detections.ts';
import { appliesTo, verdictOf } from './origins.ts';

/** Evidence counts together only where it stands together: a long text does not add up stray hits. */
const NEIGHBOURHOOD = 900;
/** More rules than this in one place prove nothing more. */
const MAX_EVIDENCE = 8;
/** Hits of one rule weighed per text: only the first few, then the strongest counts, so that a rule never adds to itself. */
const MAX_WEIGHED_PER_RULE = 12;
/** The model's strongest stretches that are weighed. */
const MAX_SUSPICIONS = 4;
/** Below every origin's `block`. */
const MAX_QUOTED = 0.7;

export interface Assessment {
  readonly result: ScanResult;
  /** The score before rounding, 0 to 1: for measuring. */
  readonly risk: number;
}

/** Weighs rules and model together, at the place where they say most. */
export function assess(
  hits: readonly Hit[],
  suspicions: readonly Suspicion[],
  text: string,
  origin: Origin,
): Assessment {
  const relevant = hits.filter((hit) => appliesTo(hit.rule, origin));
  const evidence = collectEvidence(relevant, suspicions, text, origin);
  const { risk, ledger } = combine(evidence);
  const score = Math.round(risk * 100);
  const detections = listDetections(relevant, suspicions);
  return { risk, result: { verdict: verdictOf(score, origin), score, detections, ledger } };
}

function collectEvidence(
  hits: readonly Hit[],
  suspicions: readonly Suspicion[],
  text: string,
  origin: Origin,
): Evidence[] {
  const perRule = new Map<string, number>();
  const evidence: Evidence[] = [];
  for (const hit of hits) {
    const count = perRule.get(hit.rule.id) ?? 0;
    perRule.set(hit.rule.id, count + 1);
    if (count < MAX_WEIGHED_PER_RULE)
      evidence.push(weighHit(hit, text, origin, strongestNear(hit, suspicions)));
  }
  const strongest = [...suspicions].sort((a, b) => b.logit - a.logit).slice(0, MAX_SUSPICIONS);
  for (const suspicion of strongest) evidence.push(weighSuspicion(suspicion, text, origin));
  return evidence.sort((a, b) => b.weight - a.weight || a.start - b.start);
}

function strongestNear(hit: Hit, suspicions: readonly Suspicion[]): Suspicion | undefined {
  let best: Suspicion | undefined;
  for (const suspicion of suspicions)
    if (
      suspicion.start <= hit.end + NEIGHBOURHOOD / 2 &&
      suspicion.end >= hit.start - NEIGHBOURHOOD / 2 &&
      suspicion.logit > (best?.logit ?? Number.NEGATIVE_INFINITY)
    )
      best = suspicion;
  return best;
}

function combine(evidence: readonly Evidence[]): { risk: number; ledger: LedgerEntry[] } {
  let best: Evidence[] = [];
  let risk = 0;
  // The strongest few as centres: no group without one of them can win.
  for (const centre of evidence.slice(0, MAX_EVIDENCE)) {
    const group = gather(centre, evidence);
    const score = combineWeights(group);
    if (score > risk) {
      best = group;
      risk = score;
    }
  }
  const ledger = writeLedger(best);
  // However many attacks a manual quotes, it stays a manual: only what is not quoted can stop it.
  const most = best.some((item) => item.quoted)
    ? Math.max(MAX_QUOTED, combineWeights(best.filter((item) => !item.quoted)))
    : 1;
  if (risk > most) {
    ledger.push({
      source: 'quotation',
      points: round((most - risk) * 100),
      reason: 'what is not quoted and does not stand among words of documentation says no more',
    });
    risk = most;
  }
  return { risk, ledger };
}

/** Independent pieces of evidence together. */
function combineWeights(group: readonly Evidence[]): number {
  return 1 - group.reduce((rest, item) => rest * (1 - item.weight), 1);
}

/** The centre and what stands near it: one piece per rule, one rule per stretch of text within a category. */
function gather(centre: Evidence, evidence: readonly Evidence[]): Evidence[] {
  const group: Evidence[] = [];
  for (const item of [centre, ...evidence]) {
    if (group.length === MAX_EVIDENCE) break;
    if (Math.abs(item.start - centre.start) > NEIGHBOURHOOD) continue;
    if (!group.some((other) => repeats(other, item))) group.push(item);
  }
  return group;
}

/** The model reads what the rules read but in another way: its word counts beside theirs. */
function repeats(one: Evidence, other: Evidence): boolean {
  if (one.key === other.key) return true;
  if (one.isModel || other.isModel) return false;
  return one.start < other.end && other.start < one.end && one.category === other.category;
}
