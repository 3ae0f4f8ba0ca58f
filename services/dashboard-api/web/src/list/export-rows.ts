export type CsvField<Row> = readonly [name: string, read: (row: Row) => string | number | null];

/** How the rows of a list are exported. */
export interface ExportSpec<Row> {
  /** Part of the file's name. */
  readonly name: string;
  readonly csv: readonly CsvField<Row>[];
}

export function toNdjson(rows: readonly object[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

/** RFC 4180. Unknown is an empty field. */
export function toCsv<Row>(fields: readonly CsvField<Row>[], rows: readonly Row[]): string {
  const lines = [
    fields.map(([name]) => name),
    ...rows.map((row) => fields.map(([, read]) => csvField(read(row)))),
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
