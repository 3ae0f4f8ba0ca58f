import { ROW, spreadMasks, WIDE_PLACE } from './mask-rows.ts';
import type { MatchPlan, Part } from './plan.ts';

/** Attempts of a RegExp at one place, as a measure of work that no clock disturbs. */
export interface WorkCount {
  /** Places that a guard was asked about. */
  looks: number;
  /** Attempts of a RegExp. */
  attempts: number;
  /** Most characters that those attempts can have tested. */
  steps: number;
}

/** The parts' guards and RegExps: tries one part at one place. RegExps are made at their first use. */
export class PartGuards {
  readonly work: WorkCount = { looks: 0, attempts: 0, steps: 0 };
  /** One row of flags for each mask. */
  readonly rows: Uint8Array;
  private readonly parts: readonly Part[];
  private readonly regexps: (RegExp | undefined)[];
  private readonly valueRegexps = new Map<number, RegExp>();

  constructor({ parts, masks }: MatchPlan) {
    this.parts = parts;
    this.rows = spreadMasks(masks);
    this.regexps = new Array<RegExp | undefined>(parts.length).fill(undefined);
  }

  /** Where the part's match that starts at `start` ends, or -1. */
  tryAt(number: number, text: string, start: number): number {
    this.work.looks++;
    const part = this.parts[number];
    if (part === undefined) return -1;
    const { guard } = part;
    const unit = text.charCodeAt(start);
    if (this.rows[guard.first * ROW + (unit < 128 ? unit : WIDE_PLACE)] !== 1) return -1;
    if (start > 0) {
      const before = text.charCodeAt(start - 1);
      if (this.rows[guard.before * ROW + (before < 128 ? before : WIDE_PLACE)] !== 1) return -1;
    } else if (!guard.atStart) return -1;
    this.work.attempts++;
    this.work.steps += part.steps;
    const regexp = this.regexpOf(number);
    regexp.lastIndex = start;
    return regexp.test(text) ? regexp.lastIndex : -1;
  }

  /** Where the capturing group of the part's match at `start` lies. */
  valueAt(number: number, text: string, start: number): { start: number; end: number } | undefined {
    let regexp = this.valueRegexps.get(number);
    if (!regexp) {
      regexp = new RegExp(this.parts[number]?.source ?? '', 'dmy');
      this.valueRegexps.set(number, regexp);
    }
    regexp.lastIndex = start;
    const span = regexp.exec(text)?.indices?.[1];
    return span && { start: span[0], end: span[1] };
  }

  private regexpOf(number: number): RegExp {
    const known = this.regexps[number];
    if (known) return known;
    const regexp = new RegExp(this.parts[number]?.source ?? '', 'my');
    this.regexps[number] = regexp;
    return regexp;
  }
}
