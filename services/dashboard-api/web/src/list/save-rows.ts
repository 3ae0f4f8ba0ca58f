import { plural } from '../ui/format.ts';
import { say } from '../ui/toast.tsx';
import { type ExportSpec, toCsv, toNdjson } from './export-rows.ts';

export function saveRows<Row extends object>(
  spec: ExportSpec<Row>,
  rows: readonly Row[],
  format: 'ndjson' | 'csv',
): void {
  const stamp = new Date().toISOString().slice(0, 19).replaceAll(':', '');
  const name = `clawnex-${spec.name}-${stamp}.${format}`;
  if (format === 'csv') saveAs(name, 'text/csv', toCsv(spec.csv, rows));
  else saveAs(name, 'application/x-ndjson', toNdjson(rows));
  say(`${plural(rows.length, 'row')} exported to ${name}.`);
}

/** Hands a text to the browser's downloads. */
function saveAs(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
