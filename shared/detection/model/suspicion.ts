import { toRawSpan, type View } from '../views/view.ts';
import { nameFeature } from './features.ts';
import { CLASSES, type Class } from './lexicon/classes.ts';
import { findFeature, type LinearModel, weighLogit } from './linear-model.ts';
import { type FeatureText, TextReader } from './read-features.ts';
import { slideWindows, type Window } from './score-windows.ts';

/** The strongest window of one stretch of a reading, in raw offsets. */
export interface Suspicion {
  readonly view: string;
  readonly start: number;
  readonly end: number;
  readonly logit: number;
  /** As evidence, 0 to 1. */
  readonly weight: number;
  readonly category: 'injection' | 'jailbreak';
  /** The features that weighed most, strongest first; empty for a window that weighs next to nothing. */
  readonly features: readonly string[];
}

/** Characters read at a time, and again at the next start so that no window is cut. */
const CHUNK = 65_536;
const OVERLAP = 600;
const FEATURES_NAMED = 5;
/** A window below this is listed without its features. */
const NAMED_FROM = 0.15;

const reader = new TextReader();
let last = new Int32Array(0);

/** One suspicion per stretch of each reading. The raw text is left out where a normalised one stands for it. */
export function findSuspicions(views: readonly View[], model: LinearModel): Suspicion[] {
  if (last.length < model.weights.length) last = new Int32Array(model.weights.length);
  const normalised = views.some((view) => view.name === 'normalised');
  const list: Suspicion[] = [];
  for (const view of views)
    if (!normalised || view.name !== 'raw')
      for (let from = 0; from < view.text.length; from += CHUNK) readChunk(view, from, model, list);
  return list;
}

function readChunk(view: View, from: number, model: LinearModel, list: Suspicion[]): void {
  const whole = from === 0 && view.text.length <= CHUNK + OVERLAP;
  const text = whole ? view.text : view.text.slice(from, from + CHUNK + OVERLAP);
  const lower = whole ? view.lower : view.lower.slice(from, from + CHUNK + OVERLAP);
  if (from > 0 && text.length <= OVERLAP) return;
  const read = reader.read(text, lower, (hash) => findFeature(model, hash), model.known);
  const { starts, ends } = read.tokens;
  for (const window of slideWindows(read, model.weights, last)) {
    const logit = model.bias + window.sum * model.scale + lengthAllowance(view.text.length);
    const weight = weighLogit(model, logit);
    const start = from + (starts[window.from] ?? 0);
    const end = from + (ends[window.to - 1] ?? 0);
    list.push({
      view: view.name,
      ...toRawSpan(view, start, end),
      logit,
      weight,
      category: categoryOf(read, window),
      features: weight < NAMED_FROM ? [] : strongestFeatures(read, window, lower, model),
    });
  }
}

/** Characters at which a text is judged as it is: about one stretch. */
const PLAIN_LENGTH = 900;
const SHORT_MAX = 1.3;
const LONG_MAX = 1;

/** The strongest of many windows is strong by chance, and few words cannot add up to much: log-odds that make up for both. */
export function lengthAllowance(length: number): number {
  const doublings = Math.log2(Math.max(1, length) / PLAIN_LENGTH);
  return doublings < 0 ? Math.min(SHORT_MAX, -0.6 * doublings) : -Math.min(LONG_MAX, 0.25 * doublings);
}

function strongestFeatures(read: FeatureText, window: Window, lower: string, model: LinearModel): string[] {
  const found = new Map<number, { weight: number; at: number; kind: number }>();
  for (let at = window.from; at < window.to; at++)
    for (let index = read.offsets[at] ?? 0; index < (read.offsets[at + 1] ?? 0); index++) {
      const number = read.numbers[index] ?? 0;
      const weight = model.weights[number] ?? 0;
      if (weight > 0 && !found.has(number)) found.set(number, { weight, at, kind: read.kinds[index] ?? 0 });
    }
  return [...found.values()]
    .sort((a, b) => b.weight - a.weight)
    .slice(0, FEATURES_NAMED)
    .map(({ at, kind }) => nameFeature(kind, lower, read.tokens, read.classes, read.before, at));
}

/** Classes that speak of a freed persona; those of an override or a theft speak against it. */
const PERSONA: readonly Class[] = ['ROLE', 'FREE', 'MODE', 'ETHICS', 'LIMIT'];
const TAKEOVER: readonly Class[] = [
  'IGNORE',
  'PREVIOUS',
  'REVEAL',
  'SECRET',
  'SEND',
  'INSTRUCTION',
  'PROMPT',
];
/** By the number that a token carries. */
const VOTES = new Int8Array(CLASSES.length + 1);
for (const [index, name] of CLASSES.entries())
  VOTES[index + 1] = PERSONA.includes(name) ? 1 : TAKEOVER.includes(name) ? -1 : 0;

function categoryOf(read: FeatureText, window: Window): Suspicion['category'] {
  let persona = 0;
  for (let at = window.from; at < window.to; at++) persona += VOTES[read.classes[at] ?? 0] ?? 0;
  return persona > 0 ? 'jailbreak' : 'injection';
}
