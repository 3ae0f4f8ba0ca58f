import { chooseGramEnd } from './choose-gram.ts';
import type { IndexedLiteral } from './gram-index.ts';
import { maskHas } from './guard.ts';
import type { MatchPlan } from './plan.ts';

/** By literal: the parts it anchors, from `starts[literal]` to before `starts[literal + 1]` in `parts`. */
export interface PartLists {
  readonly starts: Uint32Array;
  readonly parts: Uint16Array;
}

/** Numbers the literals of a matcher's parts: equal ones are one. */
export class LiteralList {
  private readonly plan: MatchPlan;
  private readonly numbers = new Map<string, number>();
  private readonly ends: number[] = [];
  /** By literal: 1 while all its parts allow it. */
  private readonly opensRun: boolean[] = [];
  /** Literal and part, one after the other. */
  private readonly pairs: number[] = [];
  private readonly usage = new Map<number, number>();

  constructor(plan: MatchPlan) {
    this.plan = plan;
  }

  get size(): number {
    return this.numbers.size;
  }

  addPart(number: number): void {
    const part = this.plan.parts[number];
    if (!part) return;
    const opensRun = this.neverAfterDigit(number);
    for (let index = 0; index < part.literals.length; index++)
      this.add(part.literals[index] ?? '', part.ends[index] ?? 0, number, opensRun);
  }

  /** Words that are not the rules' own, under a number beyond those of the parts. */
  addWords(number: number, words: readonly string[]): void {
    for (const word of words) this.add(word, chooseGramEnd(word, this.usage), number, false);
  }

  list(): IndexedLiteral[] {
    const list: IndexedLiteral[] = [];
    for (const [text, number] of this.numbers)
      list.push({ text, end: this.ends[number] ?? 0, opensRun: this.opensRun[number] === true });
    return list;
  }

  partLists(): PartLists {
    const starts = new Uint32Array(this.size + 1);
    for (let at = 0; at < this.pairs.length; at += 2) {
      const next = (this.pairs[at] ?? 0) + 1;
      starts[next] = (starts[next] ?? 0) + 1;
    }
    for (let place = 1; place < starts.length; place++)
      starts[place] = (starts[place] ?? 0) + (starts[place - 1] ?? 0);
    const parts = new Uint16Array(this.pairs.length / 2);
    const filled = starts.slice();
    for (let at = 0; at < this.pairs.length; at += 2) {
      const literal = this.pairs[at] ?? 0;
      const place = filled[literal] ?? 0;
      parts[place] = this.pairs[at + 1] ?? 0;
      filled[literal] = place + 1;
    }
    return { starts, parts };
  }

  private add(literal: string, end: number, part: number, opensRun: boolean): void {
    let number = this.numbers.get(literal);
    if (number === undefined) {
      number = this.numbers.size;
      this.numbers.set(literal, number);
      this.ends.push(end);
      this.opensRun.push(opensRun);
    } else if (!opensRun) this.opensRun[number] = false;
    this.pairs.push(number, part);
  }

  /** Of a run of digits only the first can then start a match: a long number is not tried at each of its places. */
  private neverAfterDigit(number: number): boolean {
    const part = this.plan.parts[number];
    const before = part && this.plan.masks[part.guard.before];
    if (part?.maxBefore !== 0 || before === undefined) return false;
    for (let digit = 0x30; digit <= 0x39; digit++) if (maskHas(before, digit)) return false;
    return true;
  }
}
