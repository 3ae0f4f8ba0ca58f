import type { ExchangeRow } from '@clawnex/proto/http/dashboard/exchanges.ts';

const CSV_FIELDS: readonly (readonly [name: string, read: (row: ExchangeRow) => string | number | null])[] = [
  ['call_id', (row) => row.call_id],
  ['at', (row) => row.at],
  ['host', (row) => row.host],
  ['origin', (row) => row.origin],
  ['agent', (row) => row.agent],
  ['key_alias', (row) => row.key_alias],
  ['session', (row) => row.session],
  ['model', (row) => row.model],
  ['provider', (row) => row.provider],
  ['verdict', (row) => row.verdict],
  ['score', (row) => row.score],
  ['decision', (row) => row.decision],
  ['categories', (row) => row.categories.join(' ')],
  ['rules', (row) => row.rules.join(' ')],
  ['request_latency_us', (row) => row.request?.latency_us ?? null],
  ['response_latency_us', (row) => row.response?.latency_us ?? null],
  ['duration_ms', (row) => row.log?.duration_ms ?? null],
  ['prompt_tokens', (row) => row.log?.prompt_tokens ?? null],
  ['completion_tokens', (row) => row.log?.completion_tokens ?? null],
  ['cost_microusd', (row) => row.log?.cost_microusd ?? null],
  ['cost_trust', (row) => row.log?.cost_trust ?? null],
];

export function toNdjson(rows: readonly ExchangeRow[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

/** RFC 4180. Unknown is an empty field. */
export function toCsv(rows: readonly ExchangeRow[]): string {
  const lines = [
    CSV_FIELDS.map(([name]) => name),
    ...rows.map((row) => CSV_FIELDS.map(([, read]) => csvField(read(row)))),
  ];
  return lines.map((line) => `${line.join(',')}\r\n`).join('');
}

function csvField(value: string | number | null): string {
  if (value === null) return '';
  const text = String(value);
  // Names come from other programs: a leading sign would make a spreadsheet run them as a formula.
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Hands a text to the browser's downloads. */
export function saveAs(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
