import type { Outcome } from '@clawnex/shared/posture/outcome.ts';
import type { RootFolder } from '@clawnex/shared/posture/root-folder.ts';

const ENV_BYTES_MAX = 262_144;

export type Variables = ReadonlyMap<string, string>;

/** The variables of an `.env` file: `NAME=value` lines, with or without `export` and quotes. */
export async function readEnvFile(home: RootFolder, file: string): Promise<Outcome<Variables>> {
  const text = await home.readText(file, ENV_BYTES_MAX);
  if (!text.ok) return text;
  const variables = new Map<string, string>();
  for (const raw of text.value.split('\n')) {
    const line = raw.trim();
    const equals = line.indexOf('=');
    if (line.startsWith('#') || equals === -1) continue;
    const name = line.slice(0, equals).replace(/^export\s/, '');
    variables.set(name.trim(), unquote(line.slice(equals + 1).trim()));
  }
  return { ok: true, value: variables };
}

function unquote(text: string): string {
  const quote = text.charAt(0);
  const isQuoted = text.length >= 2 && (quote === '"' || quote === "'") && text.endsWith(quote);
  return isQuoted ? text.slice(1, -1) : text;
}
