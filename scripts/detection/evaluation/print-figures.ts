import type { Figures } from './measure.ts';
import type { OriginFigures } from './measure-origins.ts';

/** The figures as a table for a terminal. */
export function formatFigures(figures: Figures, origins: readonly OriginFigures[]): string {
  const lines = [
    row([
      'set',
      'attacks',
      'benign',
      'TPR@1%',
      'TPR@0.1%',
      'flagged',
      'blocked',
      'F1',
      'FP flag',
      'FP block',
      'quoting',
      'q block',
    ]),
  ];
  for (const set of figures.sets)
    lines.push(
      row([
        set.set,
        String(set.attacks),
        String(set.benign),
        percent(set.tpr_1),
        percent(set.tpr_01),
        percent(set.flagged_attacks),
        percent(set.blocked_attacks),
        percent(set.f1),
        percent(set.flagged_benign, 2),
        percent(set.blocked_benign, 2),
        percent(set.flagged_quoting),
        percent(set.blocked_quoting),
      ]),
    );
  const { macro, pooled } = figures;
  lines.push(
    `macro: TPR@1% ${macro.tpr_1.toFixed(1)}  TPR@0.1% ${macro.tpr_01.toFixed(1)}  flagged ${macro.flagged.toFixed(1)}  F1 ${macro.f1.toFixed(1)}`,
    `benign pooled (${pooled.benign}): flagged ${pooled.flagged.toFixed(2)} %  blocked ${pooled.blocked.toFixed(3)} %`,
    'by origin, ordinary texts: count, flagged %, blocked %, score that 1 in 100 and 1 in 700 reach',
    ...origins.map(({ origin, benign, flagged, blocked, score_review, score_block }) =>
      row([
        origin,
        String(benign),
        percent(flagged, 2),
        percent(blocked, 2),
        String(score_review),
        String(score_block),
      ]),
    ),
    `sources with attacks: ${figures.sets
      .filter(({ attacks }) => attacks > 0)
      .map(({ set }) => set)
      .join(', ')}`,
  );
  return `${lines.join('\n')}\n`;
}

function row(cells: readonly string[]): string {
  return cells.map((cell, index) => (index === 0 ? cell.padEnd(22) : cell.padStart(9))).join('');
}

function percent(value: number | undefined, digits = 1): string {
  return value === undefined ? '-' : value.toFixed(digits);
}
