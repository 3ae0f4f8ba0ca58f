import { DECODERS, type Decoder } from './decoders.ts';
import { rot13 } from './rot13.ts';
import { type Survey, surveyText } from './survey.ts';
import { type View, ViewBuilder } from './view.ts';

/** Encodings inside encodings that are still unpacked: real payloads use one or two. */
export const MAX_DEPTH = 3;
/** Decoded characters per scan beyond the text's own length: small texts may unpack to this, big ones to about themselves. */
export const DECODE_ALLOWANCE = 65_536;
/** Pieces closer than this are read as one. */
const MERGE_DISTANCE = 200;
/** Around a word that asks for rot13 or the reverse. */
const TRIGGER_CONTEXT = 600;

export interface DecodeBudget {
  chars: number;
}

export function openBudget(length: number): DecodeBudget {
  return { chars: length + DECODE_ALLOWANCE };
}

/** The readings that the make-up of `parent` suggests. */
export function decodeViews(parent: View, budget: DecodeBudget): View[] {
  const survey: Survey = surveyText(parent.text);
  const views: View[] = [];
  for (const decoder of DECODERS) {
    if (!decoder.isLikely(survey) || budget.chars <= 0) continue;
    const view = applyDecoder(decoder, parent, survey, budget);
    if (view) views.push(view);
  }
  return views;
}

function applyDecoder(
  decoder: Decoder,
  parent: View,
  survey: Survey,
  budget: DecodeBudget,
): View | undefined {
  const builder = new ViewBuilder(parent);
  const { text } = parent;
  const found: { start: number; end: number; decoded: string }[] = [];
  for (const match of findPieces(decoder, text, survey)) {
    const decoded = decoder.decode(match[0]);
    if (decoded === undefined || decoded === match[0]) continue;
    found.push({ start: match.index, end: match.index + match[0].length, decoded });
  }
  if (found.length < decoder.minMatches) return undefined;
  let done = 0;
  for (const { start, end, decoded } of found) {
    if (budget.chars <= 0) break;
    const before = builder.length;
    const from = Math.max(done, start - (start - done <= MERGE_DISTANCE ? start : decoder.context));
    if (builder.length > 0 && from > done) {
      builder.copy(done, Math.min(done + decoder.context, from));
      builder.replace('\n', done, done);
    } else if (builder.length > 0 && decoder.context === 0) builder.replace('\n', done, done);
    if (decoder.context > 0) builder.copy(from, start);
    builder.replace(decoded.slice(0, budget.chars), start, end);
    budget.chars -= builder.length - before;
    done = end;
  }
  if (decoder.context > 0) builder.copy(done, Math.min(text.length, done + decoder.context));
  return builder.length > 0 ? builder.build(decoder.name) : undefined;
}

function* findPieces(
  decoder: Decoder,
  text: string,
  survey: Survey,
): Generator<{ 0: string; index: number }> {
  if (!decoder.runs) return yield* text.matchAll(decoder.pattern);
  for (let at = 0; at < survey.runs.length; at += 2) {
    const index = survey.runs[at] ?? 0;
    const piece = text.slice(index, survey.runs[at + 1]);
    if (decoder.pattern.test(piece)) yield { 0: piece, index };
  }
}

/** The text around the trigger words, read through rot13 or backwards. */
export function triggerViews(
  parent: View,
  places: readonly number[],
  step: 'rot13' | 'reversed',
  budget: DecodeBudget,
): View[] {
  const views: View[] = [];
  let done = -1;
  for (const place of places) {
    if (place < done || budget.chars <= 0) continue;
    const start = Math.max(0, done, place - TRIGGER_CONTEXT);
    const end = Math.min(parent.text.length, place + TRIGGER_CONTEXT);
    const builder = new ViewBuilder(parent);
    if (step === 'rot13')
      for (let at = start; at < end; at++) builder.replace(rot13(parent.text.charAt(at)), at, at + 1);
    else for (let at = end - 1; at >= start; at--) builder.replace(parent.text.charAt(at), at, at + 1);
    budget.chars -= end - start;
    views.push(builder.build(step));
    done = end;
  }
  return views;
}
