import type { CompiledRule } from './match/plan.ts';

/** One rule's match, in raw offsets. */
export interface Hit {
  readonly rule: CompiledRule;
  readonly view: string;
  readonly start: number;
  readonly end: number;
}

interface Known {
  start: number;
  end: number;
  readonly place: number;
  readonly view: string;
}

/** Matches of one rule come sorted inside a chunk, so an overlap is with one of its last few hits. */
const LOOK_BACK = 8;

/** Hits without repeats: a stretch already found by the same rule is not found again in a less plain reading. */
export class HitList {
  readonly list: Hit[] = [];
  private readonly byRule = new Map<CompiledRule, Known[]>();
  private readonly seen = new Set<number>();

  /** Gives hits that lie inside one of the spans, which are in order, another view's name. */
  rename(spans: readonly { start: number; end: number }[], view: string): void {
    for (const [place, hit] of this.list.entries()) {
      let low = 0;
      let high = spans.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((spans[middle]?.start ?? 0) <= hit.start) low = middle + 1;
        else high = middle;
      }
      const span = spans[low - 1];
      if (span && hit.end <= span.end) this.list[place] = { ...hit, view };
    }
  }

  add(hit: Hit): void {
    // Start and rule in one number: exact up to 2^53.
    const key = hit.start * 65_536 + hit.rule.index;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    const spans = this.byRule.get(hit.rule) ?? [];
    if (spans.length === 0) this.byRule.set(hit.rule, spans);
    for (let index = spans.length - 1; index >= 0 && index >= spans.length - LOOK_BACK; index--) {
      const known = spans[index];
      if (!known || hit.start >= known.end || hit.end <= known.start) continue;
      if (known.view === hit.view) {
        known.start = Math.min(known.start, hit.start);
        known.end = Math.max(known.end, hit.end);
        this.list[known.place] = { ...hit, start: known.start, end: known.end };
      }
      return;
    }
    spans.push({ start: hit.start, end: hit.end, place: this.list.length, view: hit.view });
    this.list.push(hit);
  }
}
