import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ORIGINS, type Origin } from '@clawnex/proto/scan.ts';
import { z } from 'zod';

const Line = z.object({
  id: z.string(),
  text: z.string(),
  label: z.enum(['attack', 'benign', 'benign_quoting', 'secret', 'command', 'fuzzy']),
  category: z.string(),
  /** Absent: taken from direction and category. */
  origin: z.enum(ORIGINS).optional(),
  direction: z.enum(['in', 'out', 'tool', 'any']),
  source: z.string(),
  licence: z.string(),
});

export interface Row {
  readonly id: string;
  /** The file's name without its ending. */
  readonly set: string;
  readonly text: string;
  readonly label: z.infer<typeof Line>['label'];
  readonly category: string;
  readonly origin: Origin;
  readonly source: string;
  readonly licence: string;
}

export interface Corpus {
  readonly rows: readonly Row[];
  /** File name to SHA-256 of its content: what a model card names. */
  readonly hashes: ReadonlyMap<string, string>;
}

/** Reads every `*.jsonl` of the folder, files in order of their names. A line that does not fit is an error with its place. */
export function readCorpus(folder: string): Corpus {
  const rows: Row[] = [];
  const hashes = new Map<string, string>();
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .sort();
  if (files.length === 0)
    throw new Error(`No *.jsonl in ${folder}: --corpus names a folder of labelled texts.`);
  for (const file of files) {
    const content = readFileSync(join(folder, file), 'utf8');
    hashes.set(file, createHash('sha256').update(content).digest('hex'));
    const set = file.replace(/^dev\./, '').replace(/\.jsonl$/, '');
    for (const [index, line] of content.split('\n').entries())
      if (line.trim() !== '') rows.push(readRow(line, set, `${file}:${index + 1}`));
  }
  return { rows, hashes };
}

function readRow(line: string, set: string, place: string): Row {
  const parsed = Line.safeParse(JSON.parse(line));
  if (!parsed.success) throw new Error(`${place}: ${z.prettifyError(parsed.error)}`);
  const { id, text, label, category, source, licence } = parsed.data;
  return {
    id,
    set,
    text,
    label,
    category,
    source,
    licence,
    origin: parsed.data.origin ?? originOf(parsed.data),
  };
}

/**
 * Who would have written the text. An answer is read as a user's words, because the engine exempts answers from the rules about
 * talk and the row would measure nothing; a shell line is what an agent is about to run.
 */
function originOf({ direction, category, label }: z.infer<typeof Line>): Origin {
  if (category === 'system_prompt') return 'system';
  if (label === 'command' || category === 'shell') return 'tool_call';
  return direction === 'tool' ? 'tool_result' : 'user';
}
