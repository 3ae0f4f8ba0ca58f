import type { Category, LedgerEntry, Origin, Severity } from '@clawnex/proto/scan.ts';
import type { Hit } from '../hit-list.ts';
import { MODEL_RULE } from '../model/model-rule.ts';
import type { Suspicion } from '../model/suspicion.ts';
import { isTalk, originFactor } from './origins.ts';
import { NOT_QUOTED, weighQuotation } from './quotation.ts';

/** How likely one sure hit of the severity is what it says. */
export const WEIGHTS: Readonly<Record<Severity, number>> = {
  info: 0.04,
  low: 0.15,
  medium: 0.45,
  high: 0.72,
  critical: 0.92,
};
/** A suspicion below this moves no score by more than a few points, quoted or not; nearly every honest text has one. */
const QUOTATION_WORTH = 0.1;
/** Written in a form that hides it: worth more than the same words in the open. */
const HIDDEN_FACTOR = 1.1;
/** No evidence is proof. */
const WEIGHT_MAX = 0.97;
/** Where the model finds the wording ordinary, a rule about talk counts for less: what half and nine tenths of all ordinary texts stay under. */
const ORDINARY: readonly { readonly below: number; readonly factor: number }[] = [
  { below: 0.005, factor: 0.6 },
  { below: 0.03, factor: 0.75 },
];

/** One piece of evidence: a rule's hit or the model's suspicion. */
export interface Evidence {
  /** Two with the same key are one finding. */
  readonly key: string;
  readonly isModel: boolean;
  readonly category: Category;
  readonly start: number;
  readonly end: number;
  /** Before and after what lowers it. */
  readonly full: number;
  readonly weight: number;
  /** Stands in a quotation or among words of documentation. */
  readonly quoted: boolean;
  readonly reason: string;
  readonly lowered: string;
}

export function weighHit(hit: Hit, text: string, origin: Origin, nearby: Suspicion | undefined): Evidence {
  const { rule } = hit;
  const hidden =
    hit.view === 'raw' || hit.view === 'normalised' || rule.category === 'secret' || rule.category === 'pii'
      ? 1
      : HIDDEN_FACTOR;
  const full = Math.min(
    WEIGHT_MAX,
    WEIGHTS[rule.severity] * rule.confidence * originFactor(rule.category, origin) * hidden,
  );
  const quotation = weighQuotation({ ...hit, category: rule.category }, text);
  const ordinary = isTalk(rule.category) ? ordinaryFactor(nearby) : 1;
  return {
    key: rule.id,
    isModel: false,
    category: rule.category,
    start: hit.start,
    end: hit.end,
    full,
    weight: full * quotation.factor * ordinary,
    quoted: quotation.factor < 1,
    reason: `${rule.title} (${rule.severity}, confidence ${rule.confidence}, ${hit.view})`,
    lowered: [quotation.reason, ordinary < 1 ? 'the model finds the wording ordinary' : '']
      .filter(Boolean)
      .join('; '),
  };
}

function ordinaryFactor(nearby: Suspicion | undefined): number {
  return (nearby && ORDINARY.find(({ below }) => nearby.weight < below)?.factor) ?? 1;
}

export function weighSuspicion(suspicion: Suspicion, text: string, origin: Origin): Evidence {
  const { view, start, end, category, features } = suspicion;
  const full = Math.min(WEIGHT_MAX, suspicion.weight * originFactor(category, origin));
  // What the window itself says of documentation counts too, and a quotation may begin or end inside it.
  const quotation =
    full < QUOTATION_WORTH
      ? NOT_QUOTED
      : [(start + end) >> 1, start, end]
          .map((place) => weighQuotation({ category, view, start: place, end: place }, text))
          .reduce((lowest, one) => (one.factor < lowest.factor ? one : lowest));
  return {
    key: MODEL_RULE.id,
    isModel: true,
    category,
    start,
    end,
    full,
    weight: full * quotation.factor,
    quoted: quotation.factor < 1,
    reason: `${MODEL_RULE.title} (${view}): ${features.map((name) => `“${name}”`).join(', ')}`,
    lowered: quotation.reason,
  };
}

/** Each entry's points are what it adds to the score in turn, so that they sum to it; what lowers stands as its own line. */
export function writeLedger(group: readonly Evidence[]): LedgerEntry[] {
  const ledger: LedgerEntry[] = [];
  let rest = 1;
  for (const { key, full, weight, reason, lowered } of group) {
    const points = round(rest * full * 100);
    if (points >= 0.1) ledger.push({ source: key, points, reason: reason.slice(0, 240) });
    if (weight < full && points >= 0.1)
      ledger.push({
        source: `${key}: context`.slice(0, 80),
        points: round(rest * (weight - full) * 100),
        reason: lowered,
      });
    rest *= 1 - weight;
  }
  return ledger;
}

export function round(points: number): number {
  return Math.round(points * 10) / 10;
}
