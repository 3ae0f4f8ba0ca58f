import type { Severity } from '@clawnex/proto/scan.ts';

const WEIGHTS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  AV: { N: 0.85, A: 0.62, L: 0.55, P: 0.2 },
  AC: { L: 0.77, H: 0.44 },
  UI: { N: 0.85, R: 0.62 },
  C: { H: 0.56, L: 0.22, N: 0 },
  I: { H: 0.56, L: 0.22, N: 0 },
  A: { H: 0.56, L: 0.22, N: 0 },
};
const PRIVILEGES: Readonly<Record<string, readonly [unchanged: number, changed: number]>> = {
  N: [0.85, 0.85],
  L: [0.62, 0.68],
  H: [0.27, 0.5],
};

/** Base score of a CVSS 3.x vector by the formula of its specification §7.1; null for anything else. */
export function baseScore(vector: string): number | null {
  if (!/^CVSS:3\.[01]\//.test(vector) || vector.length > 200) return null;
  const metrics = new Map(
    vector.split('/').map((part): [string, string] => {
      const [key = '', value = ''] = part.split(':');
      return [key, value];
    }),
  );
  const weigh = (key: string) => WEIGHTS[key]?.[metrics.get(key) ?? ''];
  const changed = metrics.get('S') === 'C';
  const privileges = PRIVILEGES[metrics.get('PR') ?? '']?.[changed ? 1 : 0];
  const [av, ac, ui, c, i, a] = ['AV', 'AC', 'UI', 'C', 'I', 'A'].map(weigh);
  if ([av, ac, ui, c, i, a, privileges].includes(undefined)) return null;
  const base = 1 - (1 - (c ?? 0)) * (1 - (i ?? 0)) * (1 - (a ?? 0));
  const impact = changed ? 7.52 * (base - 0.029) - 3.25 * (base - 0.02) ** 15 : 6.42 * base;
  if (impact <= 0) return 0;
  const exploitability = 8.22 * (av ?? 0) * (ac ?? 0) * (privileges ?? 0) * (ui ?? 0);
  return roundUp(Math.min((changed ? 1.08 : 1) * (impact + exploitability), 10));
}

/** To one decimal, always up; the specification's way around errors of floating point (Appendix A). */
function roundUp(value: number): number {
  const whole = Math.round(value * 100_000);
  return whole % 10_000 === 0 ? whole / 100_000 : (Math.floor(whole / 10_000) + 1) / 10;
}

export function severityOfScore(score: number): Severity {
  if (score >= 9) return 'critical';
  if (score >= 7) return 'high';
  if (score >= 4) return 'medium';
  return score > 0 ? 'low' : 'info';
}
