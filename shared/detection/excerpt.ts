import type { Excerpt, ScanResult, Span } from '@clawnex/proto/scan.ts';
import { findHits } from './find-hits.ts';
import { builtinRuleset, type Ruleset } from './ruleset.ts';

/** Text kept on each side of a hit. */
const CONTEXT = 120;
/** A hit longer than this is shown by its head. */
const MAX_EXCERPT = 800;
const MAX_EXCERPTS = 8;
const MAX_HIGHLIGHTS = 32;
/** `Excerpt.text` holds this much; masks can lengthen a short value. */
const MAX_TEXT = 1_200;
/** Text around an excerpt that is searched for secrets, so that one cut by its edge is masked too. Longer than any key. */
const MASK_MARGIN = 4_096;
/** What stays of a masked value: enough to recognise one's own key, useless to anyone else. */
const KEPT = 4;

interface Mask extends Span {
  readonly kind: string;
}

/** Text with every secret and every piece of PII that the rules find replaced by its first characters and its kind. */
export function maskSecrets(text: string, ruleset: Ruleset): string {
  return applyMasks(text, 0, text.length, findMasks(text, ruleset)).text;
}

/** Short redacted looks at the places of the detections. Control and bidi characters stay: whoever shows them makes them visible. */
export function excerptBlock(text: string, result: ScanResult): Excerpt[] {
  const spans = result.detections.flatMap((detection) =>
    detection.spans.map((span) => ({
      ...span,
      rule: detection.rule,
      masks: detection.category === 'secret' || detection.category === 'pii',
    })),
  );
  const masked: Mask[] = spans
    .filter((span) => span.masks)
    .map(({ start, end, rule }) => ({ start, end, kind: rule }));
  return chooseWindows(spans, text.length).map(({ start, end }) => {
    const from = Math.max(0, start - MASK_MARGIN);
    const local = findMasks(text.slice(from, end + MASK_MARGIN), builtinRuleset()).map((mask) => ({
      ...mask,
      start: mask.start + from,
      end: mask.end + from,
    }));
    const { text: shown, place } = applyMasks(text, start, end, [...masked, ...local]);
    const highlights = spans
      .filter((span) => span.start < end && span.end > start)
      .slice(0, MAX_HIGHLIGHTS)
      .map((span) => ({
        start: Math.min(place(span.start), MAX_TEXT),
        end: Math.min(place(span.end), MAX_TEXT),
        rule: span.rule,
      }));
    return { start, text: shown.slice(0, MAX_TEXT), highlights };
  });
}

/** Windows around the hits, strongest detections first, overlapping ones merged up to the size limit; in text order. */
function chooseWindows(spans: readonly Span[], length: number): Span[] {
  const windows: Span[] = [];
  for (const span of spans) {
    const start = Math.max(0, span.start - CONTEXT);
    const end = Math.min(length, Math.min(span.end + CONTEXT, start + MAX_EXCERPT));
    const touching = windows.find((window) => start <= window.end && end >= window.start);
    if (touching && Math.max(end, touching.end) - Math.min(start, touching.start) <= MAX_EXCERPT) {
      touching.start = Math.min(start, touching.start);
      touching.end = Math.max(end, touching.end);
    } else if (!touching && windows.length < MAX_EXCERPTS) windows.push({ start, end });
  }
  return windows.sort((a, b) => a.start - b.start);
}

function findMasks(text: string, ruleset: Ruleset): Mask[] {
  return findHits(text, ruleset.maskMatcher).map((hit) => ({
    start: hit.start,
    end: hit.end,
    kind: hit.rule.id,
  }));
}

/** The stretch [from, to) with masks in place, and where an offset of the raw text lies in it. */
function applyMasks(
  text: string,
  from: number,
  to: number,
  masks: readonly Mask[],
): { text: string; place: (offset: number) => number } {
  const merged: { start: number; end: number; kind: string }[] = [];
  for (const mask of [...masks].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = merged.at(-1);
    if (last && mask.start < last.end) last.end = Math.max(last.end, mask.end);
    else merged.push({ ...mask });
  }
  const pieces: { start: number; end: number; text: string }[] = [];
  let done = from;
  for (const mask of merged) {
    const start = Math.max(mask.start, from);
    const end = Math.min(mask.end, to);
    if (start >= end) continue;
    if (start > done) pieces.push({ start: done, end: start, text: text.slice(done, start) });
    // The tail of a value cut by the window's start keeps nothing.
    const head =
      mask.start >= from && mask.end - mask.start >= KEPT * 3 ? text.slice(start, start + KEPT) : '';
    pieces.push({ start, end, text: `${head}…[${mask.kind}]` });
    done = end;
  }
  if (done < to) pieces.push({ start: done, end: to, text: text.slice(done, to) });
  let length = 0;
  const offsets = pieces.map((piece) => {
    const at = length;
    length += piece.text.length;
    return at;
  });
  const place = (offset: number): number => {
    for (let index = pieces.length - 1; index >= 0; index--) {
      const piece = pieces[index];
      if (!piece || offset < piece.start) continue;
      return (offsets[index] ?? 0) + Math.min(offset - piece.start, piece.text.length);
    }
    return 0;
  };
  return { text: pieces.map((piece) => piece.text).join(''), place };
}
