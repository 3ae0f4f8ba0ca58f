/** Parts of a moment that Sigma's time modifiers name, in UTC. */
export const TIME_PARTS: Readonly<Record<string, (time: Date) => number>> = {
  minute: (time) => time.getUTCMinutes(),
  hour: (time) => time.getUTCHours(),
  day: (time) => time.getUTCDate(),
  week: weekOf,
  month: (time) => time.getUTCMonth() + 1,
  year: (time) => time.getUTCFullYear(),
};

/** Below this a number is seconds since 1970: as milliseconds it would be March 1973. */
const SECONDS_MAX = 100_000_000_000;

/** A moment written as text (ISO 8601) or number (seconds or milliseconds since 1970), in milliseconds; null for anything else. */
export function readMoment(value: unknown): number | null {
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) {
    return Math.round(value < SECONDS_MAX ? value * 1_000 : value);
  }
  if (typeof value !== 'string') return null;
  if (/^[0-9]{9,14}(?:\.[0-9]{1,9})?$/.test(value)) return readMoment(Number(value));
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}/.test(value)) return null;
  // Without a zone it is UTC: what a rule says must not depend on where it runs.
  const zoned = /(?:Z|[+-][0-9]{2}:?[0-9]{2})$/i.test(value) || value.length <= 10 ? value : `${value}Z`;
  const time = Date.parse(zoned.replace(' ', 'T'));
  return Number.isNaN(time) || time < 0 ? null : time;
}

/** ISO 8601 week: week 1 has the year's first Thursday. */
function weekOf(time: Date): number {
  const thursday = new Date(time);
  thursday.setUTCDate(time.getUTCDate() + 4 - (time.getUTCDay() || 7));
  const start = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  return Math.ceil(((thursday.getTime() - start) / 86_400_000 + 1) / 7);
}
