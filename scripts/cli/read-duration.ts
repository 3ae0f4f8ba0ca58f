import { StepError } from '../bring/report.ts';

const MINUTES: Readonly<Record<string, number>> = { s: 1 / 60, m: 1, h: 60, d: 1_440 };

/** `90s`, `15m`, `2h`, `7d` in minutes. */
export function readMinutes(text: string): number {
  const match = /^(\d{1,6})([smhd])$/.exec(text);
  const factor = MINUTES[match?.[2] ?? ''];
  if (match === null || factor === undefined)
    throw new StepError(`"${text}" is no duration: write 90s, 15m, 2h or 7d.`);
  return Number(match[1]) * factor;
}
