/** An `.env` text with one variable set, or taken away where `value` is null. Everything else stays. */
export function editVariable(text: string, name: string, value: string | null): string {
  const rows = text.split('\n');
  const isOwn = (row: string) => row.replace(/^\s*(?:export\s+)?/, '').startsWith(`${name}=`);
  const kept = rows.filter((row) => !isOwn(row));
  if (value === null) return kept.join('\n');
  const end = kept.at(-1) === '' ? kept.slice(0, -1) : kept;
  return `${[...end, `${name}=${value}`].join('\n')}\n`;
}
