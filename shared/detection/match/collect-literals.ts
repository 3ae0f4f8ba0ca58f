import type { Matcher } from './matcher.ts';

/** What the literal pass saw in one range. Valid until the next pass. */
export interface LiteralHits {
  readonly seenParts: readonly number[];
  isPartSeen(part: number): boolean;
  /** Where the part's literals start, sorted. */
  placesOf(part: number): number[];
}

/** Scratch memory kept between scans: a pass never yields, so two never overlap. */
let places = new Int32Array(4_096);
let links = new Int32Array(4_096);
/** Last hit of each literal, as place + 1 in `places`; 0 for none. Cleared after each pass through the list of seen ones. */
let lastHit = new Int32Array(0);

export function collectLiterals(matcher: Matcher, text: string, from: number, to: number): LiteralHits {
  const { classOf, classes, next, outputAt, outputs, lengths } = matcher.automaton;
  if (lastHit.length < lengths.length) lastHit = new Int32Array(lengths.length);
  const seenLiterals: number[] = [];
  let count = 0;
  let row = 0;
  for (let index = from; index < to; index++) {
    row = next[row + (classOf[text.charCodeAt(index)] ?? 0)] ?? 0;
    if (row === 0) continue;
    let output = outputAt[row / classes] ?? 0;
    if (output === 0) continue;
    for (let literal = outputs[output] ?? -1; literal >= 0; literal = outputs[++output] ?? -1) {
      if (count === places.length) grow();
      places[count] = index + 1 - (lengths[literal] ?? 0);
      const before = lastHit[literal] ?? 0;
      if (before === 0) seenLiterals.push(literal);
      links[count] = before;
      lastHit[literal] = ++count;
    }
  }
  return gather(matcher, seenLiterals);
}

function gather(matcher: Matcher, seenLiterals: readonly number[]): LiteralHits {
  const heads = new Map<number, number>();
  const seen = new Set<number>();
  for (const literal of seenLiterals) {
    heads.set(literal, lastHit[literal] ?? 0);
    lastHit[literal] = 0;
    for (const part of matcher.partsOfLiteral[literal] ?? []) seen.add(part);
  }
  return {
    seenParts: [...seen],
    isPartSeen: (part) => seen.has(part),
    placesOf(part) {
      const list: number[] = [];
      let lists = 0;
      for (const literal of matcher.parts[part]?.literals ?? []) {
        const head = heads.get(literal);
        if (head === undefined) continue;
        lists++;
        for (let hit = head; hit > 0; hit = links[hit - 1] ?? 0) list.push(places[hit - 1] ?? 0);
      }
      // One literal's list runs backwards; several must be merged.
      return lists === 1 ? list.reverse() : list.sort((a, b) => a - b);
    },
  };
}

function grow(): void {
  const morePlaces = new Int32Array(places.length * 2);
  morePlaces.set(places);
  places = morePlaces;
  const moreLinks = new Int32Array(links.length * 2);
  moreLinks.set(links);
  links = moreLinks;
}
