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

/** Share of attacks among texts of about the same score, attacks and ordinary texts weighed alike. */
export function plotReliability(outcomes: readonly Outcome[]): string {
  const benign = sorted(outcomes, 'benign');
  const attacks = sorted(outcomes, 'attack');
  const points: [number, number][] = [];
  for (let from = 0; from < 1; from += 0.1) {
    const within = (risk: number): boolean => risk >= from && (risk < from + 0.1 || from >= 0.9);
    const caught = attacks.filter(within).length / Math.max(1, attacks.length);
    const wrong = benign.filter(within).length / Math.max(1, benign.length);
    if (caught + wrong > 0) points.push([from + 0.05, caught / (caught + wrong)]);
  }
  const diagonal: [number, number][] = [
    [0, 0],
    [1, 1],
  ];
  return plot(
    'Reliability',
    'score / 100',
    'share of attacks',
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
