import type { Matcher } from './matcher.ts';

/** What one literal pass saw, by part. */
export class PassHits {
  readonly seenParts: number[] = [];
  private readonly matcher: Matcher;
  private readonly literalsOf = new Map<number, number[]>();
  private readonly places = new Map<number, readonly number[]>();

  constructor(matcher: Matcher) {
    this.matcher = matcher;
    const { hits, partsOfLiteral } = matcher;
    for (let index = 0; index < hits.seenCount; index++) {
      const literal = hits.seen[index] ?? 0;
      const end = partsOfLiteral.starts[literal + 1] ?? 0;
      for (let place = partsOfLiteral.starts[literal] ?? 0; place < end; place++) {
        const part = partsOfLiteral.parts[place] ?? 0;
        const known = this.literalsOf.get(part);
        if (known) known.push(literal);
        else {
          this.literalsOf.set(part, [literal]);
          this.seenParts.push(part);
        }
      }
    }
  }

  isSeen(part: number): boolean {
    return this.literalsOf.has(part);
  }

  /** Where the part's literals start, sorted. */
  placesOf(part: number): readonly number[] {
    const known = this.places.get(part);
    if (known) return known;
    const list: number[] = [];
    const literals = this.literalsOf.get(part) ?? [];
    for (const literal of literals) this.matcher.hits.collect(literal, list);
    // One literal's list runs backwards; several must be merged.
    if (literals.length === 1) list.reverse();
    else list.sort((a, b) => a - b);
    this.places.set(part, list);
    return list;
  }
}
