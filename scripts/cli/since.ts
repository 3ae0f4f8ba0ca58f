const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** The moment that an age (`30d`) or a date names; null for anything else. */
export function parseSince(text: string, nowMs: number): number | null {
  const age = /^(\d{1,6})([mhdw])$/.exec(text);
  if (age !== null) return Math.max(0, nowMs - Number(age[1]) * (UNIT_MS[age[2] ?? ''] ?? 0));
  const date = /^\d{4}-\d{2}-\d{2}(?:T[\d:.]+Z?)?$/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isFinite(date) && date >= 0 ? date : null;
}
