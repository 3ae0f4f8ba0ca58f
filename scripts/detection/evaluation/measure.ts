import type { ScanResult } from '@clawnex/proto/scan.ts';
import type { Row } from '../corpus/read-corpus.ts';

/** One row's outcome: what is kept of a scan for measuring. */
export interface Outcome {
  readonly row: Row;
  /** Finer than the score: 0 to 1. */
  readonly risk: number;
  readonly verdict: ScanResult['verdict'];
  readonly rules: readonly string[];
}

export interface SetFigures {
  readonly set: string;
  readonly attacks: number;
  readonly benign: number;
  /** Shares in percent; absent where the set has no such rows. */
  readonly tpr_1: number | undefined;
  readonly tpr_01: number | undefined;
  readonly flagged_attacks: number | undefined;
  readonly blocked_attacks: number | undefined;
  readonly flagged_benign: number | undefined;
  readonly blocked_benign: number | undefined;
  /** Texts that write about attacks: apart from the ordinary ones. */
  readonly flagged_quoting: number | undefined;
  readonly blocked_quoting: number | undefined;
  readonly f1: number | undefined;
}

export interface Figures {
  readonly threshold_1: number;
  readonly threshold_01: number;
  readonly sets: readonly SetFigures[];
  readonly macro: {
    readonly tpr_1: number;
    readonly tpr_01: number;
    readonly flagged: number;
    readonly f1: number;
  };
  readonly pooled: { readonly flagged: number; readonly blocked: number; readonly benign: number };
}

/** The lowest threshold that at most `share` of the benign reach. */
export function thresholdAt(benign: readonly number[], share: number): number {
  const sorted = [...benign].sort((a, b) => b - a);
  const allowed = Math.floor(sorted.length * share);
  const first = sorted[allowed] ?? 0;
  return first + 1e-9;
}

export function measure(outcomes: readonly Outcome[], macroOver?: ReadonlySet<string>): Figures {
  const benign = outcomes.filter(({ row }) => row.label === 'benign');
  const risks = benign.map(({ risk }) => risk);
  const threshold_1 = thresholdAt(risks, 0.01);
  const threshold_01 = thresholdAt(risks, 0.001);
  const sets = [...Map.groupBy(outcomes, ({ row }) => row.set)].map(([set, list]) =>
    measureSet(set, list, threshold_1, threshold_01),
  );
  const scored = sets.filter(({ set, attacks }) => attacks > 0 && (macroOver?.has(set) ?? true));
  return {
    threshold_1,
    threshold_01,
    sets,
    macro: {
      tpr_1: mean(scored.map((set) => set.tpr_1 ?? 0)),
      tpr_01: mean(scored.map((set) => set.tpr_01 ?? 0)),
      flagged: mean(scored.map((set) => set.flagged_attacks ?? 0)),
      f1: mean(scored.flatMap((set) => (set.f1 === undefined ? [] : [set.f1]))),
    },
    pooled: {
      flagged: share(benign, ({ verdict }) => verdict !== 'allow') ?? 0,
      blocked: share(benign, ({ verdict }) => verdict === 'block') ?? 0,
      benign: benign.length,
    },
  };
}

function measureSet(set: string, list: readonly Outcome[], high: number, higher: number): SetFigures {
  const attacks = list.filter(
    ({ row }) => row.label === 'attack' || row.label === 'secret' || row.label === 'command',
  );
  const real = list.filter(({ row }) => row.label === 'attack');
  const benign = list.filter(({ row }) => row.label === 'benign');
  const quoting = list.filter(({ row }) => row.label === 'benign_quoting');
  const caught = attacks.filter(({ verdict }) => verdict !== 'allow').length;
  const wrong = benign.filter(({ verdict }) => verdict !== 'allow').length;
  return {
    set,
    attacks: real.length,
    benign: benign.length,
    tpr_1: share(real, ({ risk }) => risk >= high),
    tpr_01: share(real, ({ risk }) => risk >= higher),
    flagged_attacks: share(attacks, ({ verdict }) => verdict !== 'allow'),
    blocked_attacks: share(attacks, ({ verdict }) => verdict === 'block'),
    flagged_benign: share(benign, ({ verdict }) => verdict !== 'allow'),
    blocked_benign: share(benign, ({ verdict }) => verdict === 'block'),
    flagged_quoting: share(quoting, ({ verdict }) => verdict !== 'allow'),
    blocked_quoting: share(quoting, ({ verdict }) => verdict === 'block'),
    f1: attacks.length === 0 ? undefined : (200 * caught) / (caught + wrong + attacks.length),
  };
}

export function share<T>(list: readonly T[], test: (item: T) => boolean): number | undefined {
  return list.length === 0 ? undefined : (100 * list.filter(test).length) / list.length;
}

function mean(list: readonly number[]): number {
  return list.length === 0 ? 0 : list.reduce((sum, value) => sum + value, 0) / list.length;
}
