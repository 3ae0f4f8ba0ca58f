import type { Detection, LedgerEntry, Origin, ScanResult, Severity, Span } from '@clawnex/proto/scan.ts';
import type { Hit } from '../find-hits.ts';
import { appliesTo, originFactor, verdictOf } from './origins.ts';
import { weighQuotation } from './quotation.ts';

/** How likely one sure hit of the severity is what it says. */
const WEIGHTS: Readonly<Record<Severity, number>> = {
  info: 0.04,
  low: 0.15,
  medium: 0.45,
  high: 0.72,
  critical: 0.92,
};
/** Evidence counts together only where it stands together: a long text does not add up stray hits. */
const NEIGHBOURHOOD = 3_000;
/** More rules than this in one place prove nothing more. */
const MAX_EVIDENCE = 8;
const MAX_DETECTIONS = 64;
const MAX_SPANS = 16;
/** Written in a form that hides it: worth more than the same words in the open. */
const HIDDEN_FACTOR = 1.1;

/** Below every origin's `block`. */
const MAX_QUOTED = 70;

interface Evidence {
  readonly hit: Hit;
  readonly full: number;
  readonly weight: number;
  readonly reason: string;
}

export function scoreHits(hits: readonly Hit[], text: string, origin: Origin): ScanResult {
  const relevant = hits.filter((hit) => appliesTo(hit.rule, origin));
  const detections = listDetections(relevant);
  const { score, ledger } = combine(relevant, text, origin);
  return { verdict: verdictOf(score, origin), score, detections, ledger };
}

function listDetections(hits: readonly Hit[]): Detection[] {
  const byRule = new Map<string, { hit: Hit; spans: Span[]; count: number }>();
  for (const hit of hits) {
    const key = `${hit.rule.id} ${hit.view}`;
    const entry = byRule.get(key) ?? { hit, spans: [], count: 0 };
    entry.count++;
    if (entry.spans.length < MAX_SPANS) entry.spans.push({ start: hit.start, end: hit.end });
    byRule.set(key, entry);
  }
  return [...byRule.values()]
    .sort(
      (a, b) =>
        WEIGHTS[b.hit.rule.severity] * b.hit.rule.confidence -
        WEIGHTS[a.hit.rule.severity] * a.hit.rule.confidence,
    )
    .slice(0, MAX_DETECTIONS)
    .map(({ hit, spans, count }) => {
      const { id, category, severity, confidence } = hit.rule;
      return { rule: id, category, severity, confidence, view: hit.view.slice(0, 64), spans, count };
    });
}

/** Hits of one rule weighed per text: only the first few, then the strongest counts, so that a rule never adds to itself. */
const MAX_WEIGHED_PER_RULE = 12;

function combine(
  hits: readonly Hit[],
  text: string,
  origin: Origin,
): { score: number; ledger: LedgerEntry[] } {
  const perRule = new Map<string, number>();
  const evidence: Evidence[] = [];
  for (const hit of hits) {
    const count = perRule.get(hit.rule.id) ?? 0;
    perRule.set(hit.rule.id, count + 1);
    if (count < MAX_WEIGHED_PER_RULE) evidence.push(weigh(hit, text, origin));
  }
  evidence.sort((a, b) => b.weight - a.weight || a.hit.start - b.hit.start);
  let best: Evidence[] = [];
  let bestScore = 0;
  // The strongest few as centres: no group without one of them can win.
  for (const centre of evidence.slice(0, MAX_EVIDENCE)) {
    const group = gather(centre, evidence);
    const score = 1 - group.reduce((rest, item) => rest * (1 - item.weight), 1);
    if (score > bestScore) {
      best = group;
      bestScore = score;
    }
  }
  const ledger = writeLedger(best);
  // However many attacks a manual quotes, it stays a manual: for a person to look at, not to stop.
  if (best.every((item) => item.weight < item.full) && bestScore * 100 > MAX_QUOTED) {
    ledger.push({
      source: 'quotation',
      points: round(MAX_QUOTED - bestScore * 100),
      reason: 'every hit stands in a quotation or among words of documentation',
    });
    bestScore = MAX_QUOTED / 100;
  }
  return { score: Math.round(bestScore * 100), ledger };
}

function weigh(hit: Hit, text: string, origin: Origin): Evidence {
  const { rule } = hit;
  const hidden =
    hit.view === 'raw' || hit.view === 'normalised' || rule.category === 'secret' || rule.category === 'pii'
      ? 1
      : HIDDEN_FACTOR;
  const full = Math.min(
    0.97,
    WEIGHTS[rule.severity] * rule.confidence * originFactor(rule.category, origin) * hidden,
  );
  const quotation = weighQuotation(hit, text);
  return { hit, full, weight: full * quotation.factor, reason: quotation.reason };
}

/** The centre and what stands near it: one hit per rule, and one rule per stretch of text within a category. */
function gather(centre: Evidence, evidence: readonly Evidence[]): Evidence[] {
  const group: Evidence[] = [];
  for (const item of [centre, ...evidence]) {
    if (group.length === MAX_EVIDENCE) break;
    if (Math.abs(item.hit.start - centre.hit.start) > NEIGHBOURHOOD) continue;
    const repeats = group.some(
      ({ hit }) =>
        hit.rule === item.hit.rule ||
        (hit.start < item.hit.end &&
          item.hit.start < hit.end &&
          hit.rule.category === item.hit.rule.category),
    );
    if (!repeats) group.push(item);
  }
  return group;
}

/** Each entry's points are what it adds to the score in turn, so that they sum to it; quotation stands as its own negative line. */
function writeLedger(group: readonly Evidence[]): LedgerEntry[] {
  const ledger: LedgerEntry[] = [];
  let rest = 1;
  for (const { hit, full, weight, reason } of group) {
    const { rule } = hit;
    ledger.push({
      source: rule.id,
      points: round(rest * full * 100),
      reason: `${rule.title} (${rule.severity}, confidence ${rule.confidence}, ${hit.view})`.slice(0, 240),
    });
    if (weight < full)
      ledger.push({
        source: `${rule.id}: quotation`.slice(0, 80),
        points: round(rest * (weight - full) * 100),
        reason,
      });
    rest *= 1 - weight;
  }
  return ledger;
}

function round(points: number): number {
  return Math.round(points * 10) / 10;
}
