import { DECODERS, type Decoder } from './decoders.ts';
import { findHiddenZones, readHidden } from './hidden-zones.ts';
import { rot13 } from './rot13.ts';
import type { Survey } from './survey.ts';
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

export interface Children {
  readonly views: View[];
  /** Raw spans that the text's own markup hides from a reader. */
  readonly hidden: readonly { start: number; end: number }[];
}

/** The readings that the make-up of `parent` suggests. */
export function decodeViews(parent: View, budget: DecodeBudget): Children {
  const { survey } = parent;
  const views: View[] = [];
  for (const decoder of DECODERS) {
    if (budget.chars <= 0 || !decoder.isLikely(survey, parent.nonAscii)) continue;
    const view = applyDecoder(decoder, parent, survey, budget);
    if (view) views.push(view);
  }
  if (survey.tags === 0) return { views, hidden: [] };
  const zones = findHiddenZones(parent.lower);
  const view = zones.length > 0 && budget.chars > 0 ? readHidden(parent, zones, budget.chars) : undefined;
  if (view) {
    budget.chars -= view.text.length;
    views.push(view);
  }
  return { views, hidden: zones };
}

function applyDecoder(
  decoder: Decoder,
  parent: View,
  survey: Survey,
  budget: DecodeBudget,
): View | undefined {
  const pieces = decoder.find(parent.text, survey, budget.chars);
  if (pieces.length < decoder.minPieces) return undefined;
  const builder = new ViewBuilder(parent);
  const { context } = decoder;
  let done = -1;
  for (const { start, end, decoded } of pieces) {
    if (builder.length >= budget.chars) break;
    if (done < 0) builder.copy(Math.max(0, start - context), start);
    else if (context > 0 && start - done <= MERGE_DISTANCE) builder.copy(done, start);
    else {
      builder.copy(done, Math.min(start, done + context));
      builder.replace('\n', done, done + 1);
      builder.copy(Math.max(start - context, Math.min(start, done + context)), start);
    }
    builder.replace(decoded.slice(0, Math.max(0, budget.chars - builder.length)), start, end);
    done = end;
  }
  if (context > 0) builder.copy(done, Math.min(parent.text.length, done + context));
  if (builder.length === 0) return undefined;
  budget.chars -= builder.length;
  return builder.build(decoder.name);
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
    if (step === 'rot13') builder.putEach(rot13(parent.text.slice(start, end)), start, end);
    else builder.reverse(start, end);
    budget.chars -= end - start;
    views.push(builder.build(step));
    done = end;
  }
  return views;
}
