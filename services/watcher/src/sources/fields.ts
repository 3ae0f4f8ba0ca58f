/** A record that another program wrote: each field is checked as it is read, and what is not as expected is absent. */
export type Fields = Readonly<Record<string, unknown>>;

export function fieldsOf(value: unknown): Fields | undefined {
  // A plain object's values are `unknown` under whatever name; nothing more is claimed.
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

export function fieldsAt(fields: Fields | undefined, name: string): Fields | undefined {
  return fieldsOf(fields?.[name]);
}

/** A text that is not empty. */
export function textAt(fields: Fields | undefined, name: string): string | undefined {
  const value = fields?.[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** An amount: finite and not negative. */
export function amountAt(fields: Fields | undefined, name: string): number | undefined {
  const value = fields?.[name];
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}

export function flagAt(fields: Fields | undefined, name: string): boolean | undefined {
  const value = fields?.[name];
  return typeof value === 'boolean' ? value : undefined;
}

export function listAt(fields: Fields | undefined, name: string): readonly unknown[] {
  const value = fields?.[name];
  return Array.isArray(value) ? value : [];
}

/** A moment as ISO text, or as milliseconds since 1970; null when it is neither or no time of this age. */
export function timeAt(fields: Fields | undefined, name: string): number | null {
  const value = fields?.[name];
  if (typeof value === 'number') return wholeTime(value);
  return typeof value === 'string' ? wholeTime(Date.parse(value)) : null;
}

/** The last moment that a Date can hold. */
const TIME_MS_MAX = 8_640_000_000_000_000;

export function wholeTime(time_ms: number): number | null {
  return time_ms >= 0 && time_ms <= TIME_MS_MAX ? Math.round(time_ms) : null;
}

/** JSON as it stands, or undefined. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
