import { normalise } from '@clawnex/shared/detection/views/normalise.ts';
import { rawView } from '@clawnex/shared/detection/views/view.ts';
import { mayTrain } from '../corpus/licences.ts';
import type { Row } from '../corpus/read-corpus.ts';
import { attackMaker, type GeneratedText } from '../generate/generate.ts';
import { Random } from '../generate/random.ts';

/** A text as the model reads it: normalised where that changes anything. */
export interface TrainingText {
  readonly text: string;
  readonly lower: string;
  readonly attack: boolean;
  readonly source: string;
  /** Where the attack stands, where it is known to be a part only. */
  readonly span: { readonly start: number; readonly end: number } | undefined;
}

/**
 * Whether single words of the text teach nothing: nearly all that is known in its language are attacks, and its commonest words
 * would pass for signs of one. Phrases and the lexicon's classes still teach.
 */
export function isForeignAttack({ attack, source }: Pick<TrainingText, 'attack' | 'source'>): boolean {
  return attack && source.startsWith('own.language.');
}

/** Longer texts are trained on by their beginning: what follows is more of the same and costs time. */
const LENGTH_MAX = 24_000;
/** Ordinary rows that get an attack put into them. */
const PLANTED = 5_000;
/** Longest row to plant into. */
const PLANTED_LENGTH_MAX = 6_000;

/** Rows that may train the model: their licence allows it and their label says attack or ordinary text. */
export function trainingRows(rows: readonly Row[]): Row[] {
  return rows.filter((row) => (row.label === 'attack' || row.label === 'benign') && mayTrain(row.licence));
}

export function buildTrainingTexts(
  rows: readonly Row[],
  generated: readonly GeneratedText[],
  seed: number,
): TrainingText[] {
  const texts: TrainingText[] = [];
  for (const row of rows)
    texts.push(read(row.text.slice(0, LENGTH_MAX), row.label === 'attack', row.set, undefined));
  for (const { text, attack, family, span } of generated)
    texts.push(read(text, attack, `own.${family}`, span));
  texts.push(...plantAttacks(rows, seed));
  return texts;
}

function read(text: string, attack: boolean, source: string, span: TrainingText['span']): TrainingText {
  const raw = rawView(text);
  const view = normalise(raw) ?? raw;
  if (!span || view === raw) return { text: view.text, lower: view.lower, attack, source, span };
  // Normalising drops or adds few units before the span: found again by its words.
  const inner = rawView(text.slice(span.start, span.end));
  const words = (normalise(inner) ?? inner).text;
  const start = view.text.indexOf(words);
  const found = start < 0 ? undefined : { start, end: start + words.length };
  return { text: view.text, lower: view.lower, attack, source, span: found };
}

/** Generated attacks inside real ordinary texts: the surroundings must not decide. */
function plantAttacks(rows: readonly Row[], seed: number): TrainingText[] {
  const random = new Random(seed ^ 0x5eed);
  const makeAttack = attackMaker(seed ^ 0xa77ac);
  const hosts = rows.filter(
    (row) => row.label === 'benign' && row.text.length > 40 && row.origin !== 'tool_call',
  );
  const planted: TrainingText[] = [];
  if (hosts.length === 0) return planted;
  for (let count = Math.min(PLANTED, hosts.length); count > 0; count--) {
    const host = random.pick(hosts);
    const text = host.text.slice(0, PLANTED_LENGTH_MAX);
    const breaks = [...text.matchAll(/[.!?\n]\s/g)].map((match) => match.index + 2);
    const at = random.pick([0, text.length, ...breaks]);
    const attack = makeAttack();
    const before = `${text.slice(0, at)}${random.pick([' ', '\n', '\n\n', ' '])}`;
    planted.push(
      read(`${before}${attack} ${text.slice(at)}`, true, `own.planted`, {
        start: before.length,
        end: before.length + attack.length,
      }),
    );
  }
  return planted;
}
