import type { Outcome } from './measure.ts';

const SIZE = 360;
const MARGIN = 44;

/** Attacks caught against ordinary texts flagged, with the left end drawn wide: a share of 1 % is where it matters. */
export function plotRoc(outcomes: readonly Outcome[]): string {
  const benign = sorted(outcomes, 'benign');
  const attacks = sorted(outcomes, 'attack');
  const points: [number, number][] = [];
  for (let exponent = -4; exponent <= 0; exponent += 0.05) {
    const share = 10 ** exponent;
    const threshold = benign[Math.min(benign.length - 1, Math.floor(benign.length * share))] ?? 0;
    points.push([
      (exponent + 4) / 4,
      attacks.filter((risk) => risk > threshold).length / Math.max(1, attacks.length),
    ]);
  }
  return plot(
    'ROC',
    'benign flagged (log: 0.01 % to 100 %)',
    'attacks caught',
    [points],
    ['0.01 %', '0.1 %', '1 %', '10 %', '100 %'],
  );
}

/** The score is read as a chance where one text in twenty is an attack: what a busy agent may meet on a bad day. */
const BASE_RATE = 0.05;
const BIN = 0.1;

/** Share of attacks among texts of about the same score, at the base rate; every source of attacks counts alike. */
export function plotReliability(outcomes: readonly Outcome[]): string {
  const benign = sorted(outcomes, 'benign');
  const attacks = outcomes.filter(({ row }) => row.label === 'attack');
  const sources = [...Map.groupBy(attacks, ({ row }) => row.set).values()];
  const points: [number, number][] = [];
  for (let from = 0; from < 1 - BIN / 2; from += BIN) {
    const within = (risk: number): boolean => risk >= from && (risk < from + BIN || from + BIN >= 1);
    const caught =
      sources.reduce((sum, list) => sum + list.filter(({ risk }) => within(risk)).length / list.length, 0) /
      Math.max(1, sources.length);
    const wrong = benign.filter(within).length / Math.max(1, benign.length);
    const attackShare = BASE_RATE * caught;
    const share = attackShare / (attackShare + (1 - BASE_RATE) * wrong);
    if (caught + wrong > 0) points.push([from + BIN / 2, share]);
  }
  const diagonal: [number, number][] = [
    [0, 0],
    [1, 1],
  ];
  return plot(
    'Reliability',
    'score / 100',
    `share of attacks, where ${100 * BASE_RATE} % of texts are attacks`,
    [points, diagonal],
    ['0', '0.25', '0.5', '0.75', '1'],
  );
}

function sorted(outcomes: readonly Outcome[], label: string): number[] {
  return outcomes
    .filter(({ row }) => row.label === label)
    .map(({ risk }) => risk)
    .sort((a, b) => b - a);
}

function plot(
  title: string,
  below: string,
  beside: string,
  lines: readonly (readonly [number, number])[][],
  marks: readonly string[],
): string {
  const x = (value: number): number => MARGIN + value * (SIZE - 2 * MARGIN);
  const y = (value: number): number => SIZE - MARGIN - value * (SIZE - 2 * MARGIN);
  const grid = marks
    .map((mark, index) => {
      const at = index / (marks.length - 1);
      return `<line x1="${x(at)}" y1="${y(0)}" x2="${x(at)}" y2="${y(1)}"/><line x1="${x(0)}" y1="${y(at)}" x2="${x(1)}" y2="${y(at)}"/><text x="${x(at)}" y="${y(0) + 14}" text-anchor="middle">${mark}</text><text x="${x(0) - 4}" y="${y(at) + 3}" text-anchor="end">${at}</text>`;
    })
    .join('');
  const paths = lines
    .map((line, index) => {
      const points = line.map(([across, up]) => `${x(across).toFixed(1)},${y(up).toFixed(1)}`).join(' ');
      return `<polyline class="line${index}" points="${points}"/>`;
    })
    .join('');
  return `<svg viewBox="0 0 ${SIZE} ${SIZE}" role="img" aria-label="${title}"><title>${title}</title><g class="grid">${grid}</g>${paths}<text x="${SIZE / 2}" y="16" text-anchor="middle">${title}</text><text x="${SIZE / 2}" y="${SIZE - 8}" text-anchor="middle">${below}</text><text x="12" y="${SIZE / 2}" text-anchor="middle" transform="rotate(-90 12 ${SIZE / 2})">${beside}</text></svg>`;
}
