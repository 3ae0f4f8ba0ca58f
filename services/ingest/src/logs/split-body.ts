export type SplitBody =
  | {
      readonly ok: true;
      /** One per record, unchecked. */
      readonly entries: readonly unknown[];
      /** Lines that are not JSON. */
      readonly unreadable: number;
    }
  | { readonly ok: false; readonly message: string };

/**
 * Finds out which of LiteLLM's three forms a body has: a JSON array, one JSON object, or one object per line. They all
 * come as application/json, and a single record looks like newline-delimited JSON of one line.
 */
export function splitBody(text: string): SplitBody {
  const whole = parse(text);
  if (whole.ok) {
    return { ok: true, entries: Array.isArray(whole.value) ? whole.value : [whole.value], unreadable: 0 };
  }
  const lines = splitLines(text);
  if (lines.entries.length === 0) {
    return {
      ok: false,
      message:
        'The body is neither JSON nor newline-delimited JSON. Set log_format to json_array, ndjson or single.',
    };
  }
  return { ok: true, ...lines };
}

/** Newline-delimited JSON: one record per line, empty lines left out. */
export function splitLines(text: string): { entries: unknown[]; unreadable: number } {
  const entries: unknown[] = [];
  let unreadable = 0;
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const parsed = parse(line);
    if (parsed.ok) entries.push(parsed.value);
    else unreadable += 1;
  }
  return { entries, unreadable };
}

function parse(text: string): { ok: true; value: unknown } | { ok: false } {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false };
  }
}
