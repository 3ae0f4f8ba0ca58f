import { z } from 'zod';

const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const UNIT_WORDS: Readonly<Record<string, string>> = { s: 's', m: 'min', h: 'h', d: 'd' };
const PATTERN = /^([1-9][0-9]{0,5})([smhd])$/;

/** Sigma's time span: a number and s, m, h or d. Read as milliseconds. */
export const TimeSpan = z
  .string()
  .regex(PATTERN, 'is not a time span: write a whole number and s, m, h or d, such as 5m')
  .transform((text) => {
    const [, amount, unit] = PATTERN.exec(text) ?? [];
    return Number(amount) * (UNIT_MS[unit ?? ''] ?? 0);
  });

/** For sentences: 300000 is "5 min". The largest unit that divides it. */
export function describeTimeSpan(span_ms: number): string {
  for (const unit of ['d', 'h', 'm']) {
    const unit_ms = UNIT_MS[unit] ?? 1;
    if (span_ms % unit_ms === 0) return `${span_ms / unit_ms} ${UNIT_WORDS[unit]}`;
  }
  return `${span_ms / 1_000} s`;
}
