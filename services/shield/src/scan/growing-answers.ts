import type { Detection, ScanResult } from '@clawnex/proto/scan.ts';
import { worstVerdict } from '@clawnex/proto/scan.ts';
import { RecentMap } from '../recent-map.ts';
import type { Scanned } from './scanned.ts';

/** Up to here a text is scanned whole each time: cheaper than keeping books. */
const WHOLE_LENGTH_MAX = 4 * 1024;
/** Text before the new part that is scanned again: longer than any single hit of a rule that blocks. */
const OVERLAP_LENGTH = 2 * 1024;
/** A text is scanned whole again when it has grown by this factor: hits longer than the overlap are found, and the sum stays linear. */
const WHOLE_AGAIN_FACTOR = 2;
/** Answers in the making. Texts are kept to recognise their continuation. */
const STREAMS_LENGTH_MAX = 8 * 1024 ** 2;
/** What a stream weighs besides its text. */
const STREAM_LENGTH = 1_000;
const DETECTIONS_MAX = 64;
const EXCERPTS_MAX = 8;

interface Growing {
  readonly text: string;
  readonly scanned: Scanned;
  readonly wholeLength: number;
}

/** How to scan a text that may continue one scanned before: from where on, and how to join the two. */
export interface WindowPlan {
  readonly start: number;
  join(window: Scanned): Scanned;
}

/**
 * Streamed answers arrive again and again, each time a little longer. Of a continuation only what is new is scanned,
 * with an overlap; the same text again, or one that changed, is scanned whole.
 */
export class GrowingAnswers {
  readonly #streams = new RecentMap<Growing>(STREAMS_LENGTH_MAX, ({ text }) => STREAM_LENGTH + text.length);

  plan(stream: string, text: string): WindowPlan | null {
    if (text.length <= WHOLE_LENGTH_MAX) return null;
    const before = this.#streams.get(stream);
    if (before === undefined || text.length >= before.wholeLength * WHOLE_AGAIN_FACTOR) return null;
    if (text.length <= before.text.length || !text.startsWith(before.text)) return null;
    const start = Math.max(0, before.text.length - OVERLAP_LENGTH);
    return { start, join: (window) => joinScans(before.scanned, window, start) };
  }

  keep(stream: string, text: string, scanned: Scanned, plan: WindowPlan | null): void {
    const before = this.#streams.get(stream);
    const wholeLength = plan === null || before === undefined ? text.length : before.wholeLength;
    this.#streams.set(stream, { text, scanned, wholeLength: Math.max(wholeLength, WHOLE_LENGTH_MAX) });
  }
}

/** The worse of the two counts; what both found is kept once. */
function joinScans(base: Scanned, window: Scanned, start: number): Scanned {
  const worse = window.result.score > base.result.score ? window.result : base.result;
  const known = new Set(base.result.detections.map(detectionKey));
  const added = window.result.detections
    .filter((detection) => !known.has(detectionKey(detection)))
    .map((detection) => ({ ...detection, spans: detection.spans.map((span) => move(span, start)) }));
  const result: ScanResult = {
    verdict: worstVerdict([base.result.verdict, window.result.verdict]),
    score: worse.score,
    detections: [...base.result.detections, ...added].slice(0, DETECTIONS_MAX),
    ledger: worse.ledger,
  };
  if (added.length === 0) return { result, excerpts: base.excerpts };
  const excerpts = window.excerpts.map((excerpt) => ({ ...excerpt, start: excerpt.start + start }));
  return { result, excerpts: [...base.excerpts, ...excerpts].slice(0, EXCERPTS_MAX) };
}

function move(span: { start: number; end: number }, by: number) {
  return { start: span.start + by, end: span.end + by };
}

function detectionKey({ rule, view }: Detection): string {
  return `${rule}\n${view}`;
}
