import { Buffer } from 'node:buffer';
import { type Survey, surveyText } from './survey.ts';

/** One reading of a text, with the way back to the raw text. */
export interface View {
  /** raw, normalised, base64, hex>base64 … */
  readonly name: string;
  readonly text: string;
  /** Lower-cased, same length as `text`. */
  readonly lower: string;
  /** ASCII alone is a byte a character in UTF-8. */
  readonly nonAscii: boolean;
  readonly survey: Survey;
  /** Absent where view and raw offsets are the same. */
  readonly segments: Segments | undefined;
}

/**
 * Stretches of a view in order, four numbers each: where it begins in the view, the raw span it stands for, and its step:
 * 1 for unit by unit, -1 for unit by unit backwards, 0 for a stretch that stands for its raw span as a whole.
 */
type Segments = Int32Array;
const FIELDS = 4;
type Step = 1 | -1 | 0;

export function rawView(text: string): View {
  return makeView('raw', text, undefined);
}

function makeView(name: string, text: string, segments: Segments | undefined): View {
  return {
    name,
    text,
    lower: lowerInPlace(text),
    nonAscii: Buffer.byteLength(text) > text.length,
    survey: surveyText(text),
    segments,
  };
}

/** The raw span that a span of the view stands for. */
export function toRawSpan(view: View, start: number, end: number): { start: number; end: number } {
  if (!view.segments) return { start, end };
  const first = rawUnit(view.segments, start);
  const last = rawUnit(view.segments, Math.max(start, end - 1));
  // Reversed text runs backwards.
  return { start: Math.min(first.start, last.start), end: Math.max(first.end, last.end) };
}

function rawUnit(segments: Segments, place: number): { start: number; end: number } {
  const at = segmentAt(segments, place);
  const start = segments[at + 1] ?? 0;
  const end = segments[at + 2] ?? 0;
  const into = place - (segments[at] ?? 0);
  const step = segments[at + 3];
  if (step === 1) return { start: start + into, end: start + into + 1 };
  if (step === -1) return { start: end - 1 - into, end: end - into };
  return { start, end };
}

/** Index of the segment that holds the place. */
function segmentAt(segments: Segments, place: number): number {
  let low = 0;
  let high = segments.length / FIELDS - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((segments[middle * FIELDS] ?? 0) <= place) low = middle;
    else high = middle - 1;
  }
  return low * FIELDS;
}

/** Lower case that never changes the length (a few letters would grow), so that offsets stay. */
export function lowerInPlace(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length === text.length) return lower;
  return text
    .replaceAll(/[\u0080-\uffff]/g, (unit) => {
      const small = unit.toLowerCase();
      return small.length === 1 ? small : unit;
    })
    .replaceAll(/[A-Z]{1,4096}/g, (letters) => letters.toLowerCase());
}

/** Collects the text of a view with its raw offsets, piece by piece. */
export class ViewBuilder {
  private readonly parent: View;
  private readonly pieces: string[] = [];
  private segments = new Int32Array(16 * FIELDS);
  private used = 0;
  private filled = 0;

  constructor(parent: View) {
    this.parent = parent;
  }

  get length(): number {
    return this.filled;
  }

  /** Takes over a stretch of the parent as it is. */
  copy(start: number, end: number): void {
    if (end > start) this.putEach(this.parent.text.slice(start, end), start, end);
  }

  /** Puts `text` in place of the parent's [start, end), as a whole. */
  replace(text: string, start: number, end: number): void {
    if (text.length === 0) return;
    const raw = toRawSpan(this.parent, start, end);
    this.add(text.length, raw.start, raw.end, 0);
    this.pieces.push(text);
  }

  /** Puts `text`, of the same length, in place of the parent's [start, end), unit by unit. */
  putEach(text: string, start: number, end: number): void {
    this.pieces.push(text);
    const { segments } = this.parent;
    if (!segments) {
      this.add(end - start, start, end, 1);
      return;
    }
    for (let at = segmentAt(segments, start); at < segments.length; at += FIELDS) {
      const piece = cut(segments, at, start, end);
      if (!piece) break;
      this.add(piece.length, piece.start, piece.end, piece.step);
    }
  }

  /** The parent's [start, end) backwards. */
  reverse(start: number, end: number): void {
    this.pieces.push(this.parent.text.slice(start, end).split('').reverse().join(''));
    const { segments } = this.parent;
    if (!segments) {
      this.add(end - start, start, end, -1);
      return;
    }
    for (let at = segmentAt(segments, end - 1); at >= 0; at -= FIELDS) {
      const piece = cut(segments, at, start, end);
      if (!piece) break;
      this.add(piece.length, piece.start, piece.end, piece.step === 0 ? 0 : piece.step === 1 ? -1 : 1);
    }
  }

  private add(length: number, start: number, end: number, step: Step): void {
    if (this.used === this.segments.length) {
      const more = new Int32Array(this.used * 2);
      more.set(this.segments);
      this.segments = more;
    }
    this.segments[this.used] = this.filled;
    this.segments[this.used + 1] = start;
    this.segments[this.used + 2] = end;
    this.segments[this.used + 3] = step;
    this.used += FIELDS;
    this.filled += length;
  }

  build(step: string): View {
    const inherited =
      this.parent.name === 'raw' || this.parent.name === 'normalised' ? '' : `${this.parent.name}>`;
    return makeView(`${inherited}${step}`, this.pieces.join(''), this.segments.subarray(0, this.used));
  }
}

/** The part of a segment that lies in [from, to) of its view; undefined where none does. */
function cut(
  segments: Segments,
  at: number,
  from: number,
  to: number,
): { length: number; start: number; end: number; step: Step } | undefined {
  const begin = segments[at] ?? 0;
  const start = segments[at + 1] ?? 0;
  const end = segments[at + 2] ?? 0;
  const kind = segments[at + 3];
  const next = segments[at + FIELDS] ?? to;
  const low = Math.max(begin, from);
  const high = Math.min(next, to);
  if (high <= low) return undefined;
  const length = high - low;
  if (kind === 1) return { length, start: start + low - begin, end: start + high - begin, step: 1 };
  if (kind === -1) return { length, start: end - (high - begin), end: end - (low - begin), step: -1 };
  return { length, start, end, step: 0 };
}
