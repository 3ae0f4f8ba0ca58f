import { ANY_DIGIT_UNIT, stretchBits } from './selectivity.ts';

/** Five characters of a literal, three of a short one, or two or three neighbours beyond ASCII, packed: what it is looked up by. */
export interface Gram {
  readonly table: 'five' | 'three' | 'wide';
  readonly packed: number;
}

/** What any unit beyond ASCII counts as among ASCII. */
export const WIDE_CODE = 63;
const CONTROL_CODE = 62;
const DIGIT_CODE = 61;
const BITS_PER_CODE = 6;
const FIVE = 5;
const THREE = 3;

/** Letters of either case, then signs in the order of ASCII: 26 and 33 codes. */
export const CODES = new Uint8Array(0x10000).fill(WIDE_CODE);
CODES.fill(CONTROL_CODE, 0, 128);
for (let unit = 0x20, next = 26; unit < 0x7f; unit++) {
  const letter = (unit | 0x20) - 0x61;
  if (unit >= 0x30 && unit <= 0x39) CODES[unit] = DIGIT_CODE;
  else CODES[unit] = unit >= 0x41 && letter >= 0 && letter < 26 ? letter : next++;
}

/** Packs two or three units beyond ASCII; `before` is 0 for two. */
export function packWide(before: number, first: number, second: number): number {
  return (Math.imul(before, 0x85eb_ca6b) ^ (first << 16) ^ second) | 0;
}

/** The gram of the literal that ends at `end`. */
export function gramAt(literal: string, end: number): Gram {
  const units = wideUnits(literal, end);
  if (units > 0) {
    const before = units === 3 ? literal.charCodeAt(end - 2) : 0;
    return { table: 'wide', packed: packWide(before, literal.charCodeAt(end - 1), literal.charCodeAt(end)) };
  }
  const size = sizeOf(literal);
  return { table: size === FIVE ? 'five' : 'three', packed: packAscii(literal, end - size + 1, end + 1) };
}

/**
 * Where the literal's best gram ends: its first neighbours beyond ASCII, else the characters that are rarest and that fewest literals
 * share so far. `usage` counts the grams chosen.
 */
export function chooseGramEnd(literal: string, usage: Map<number, number>): number {
  const wide = wideEnd(literal);
  if (wide > 0) return wide;
  const size = sizeOf(literal);
  let best = size - 1;
  let bestBits = Number.NEGATIVE_INFINITY;
  for (let end = size - 1; end < literal.length; end++) {
    const from = end - size + 1;
    const sharers = usage.get(packAscii(literal, from, end + 1)) ?? 0;
    const bits =
      stretchBits(literal, from, end + 1) -
      // Each sharer is one more comparison.
      Math.log2(1 + sharers) -
      (FREQUENT_GRAMS.has(literal.slice(from, end + 1)) ? FREQUENT_BITS : 0);
    if (bits <= bestBits) continue;
    best = end;
    bestBits = bits;
  }
  const gram = packAscii(literal, best - size + 1, best + 1);
  usage.set(gram, (usage.get(gram) ?? 0) + 1);
  return best;
}

function sizeOf(literal: string): number {
  return literal.length >= FIVE ? FIVE : THREE;
}

/** Where the first three neighbours beyond ASCII end, else the first two; 0 for none. */
function wideEnd(literal: string): number {
  let pair = 0;
  for (let end = 1; end < literal.length; end++) {
    const units = wideUnits(literal, end);
    if (units === 3) return end;
    if (units === 2 && pair === 0) pair = end;
  }
  return pair;
}

/** How many neighbours beyond ASCII end at `end`: 3 or more, 2, or 0 for fewer. */
function wideUnits(literal: string, end: number): number {
  let units = 0;
  while (units < 3 && end - units >= 0 && isWide(literal.charCodeAt(end - units))) units++;
  return units >= 2 ? units : 0;
}

function isWide(unit: number): boolean {
  return unit > 0x7f && unit !== ANY_DIGIT_UNIT;
}

function packAscii(text: string, from: number, to: number): number {
  let gram = 0;
  for (let index = from; index < to; index++) {
    const unit = text.charCodeAt(index);
    const code = unit === ANY_DIGIT_UNIT ? DIGIT_CODE : (CODES[unit] ?? 0);
    gram = (gram << BITS_PER_CODE) | code;
  }
  return gram;
}

/** Frequent words of prose and code: what lies inside one of them selects little, however odd its letters. */
const FREQUENT = (
  'about above access account action add after again all also always and any api are argument arguments array ask assistant await ' +
  'based because been before being below between both but can case change class code command complete config const content could ' +
  'create data date default define delete describe details did does done each email error even every example expected export false ' +
  'fetch few field file files find first follow following for format from full function get give given good great had has have help ' +
  'her here him his home host how http https image import include index information input instead int into its just keep key know ' +
  'last let letter letters like line list local long look made make many may message method model more most much must name need ' +
  'never new next not note now null number object off old one only open option options order other our out output over own page part ' +
  'password path people place please point print process project prompt public question read ready report request response result ' +
  'return role run same say script second see self send server set setting settings should show simple since size some something ' +
  'start state status step still stop string such sum summary system take task test text than that the their them then there these ' +
  'they thing think this those three through time title token too tool true try two type under until update url use used user users ' +
  'using value very want was way well were what when where which while who why will with within without word work working world ' +
  'would write year you your'
).split(' ');
const FREQUENT_BITS = 6;
const FREQUENT_GRAMS = new Set<string>();
for (const word of FREQUENT)
  for (const size of [THREE, FIVE])
    for (let at = 0, text = ` ${word} `; at + size <= text.length; at++)
      FREQUENT_GRAMS.add(text.slice(at, at + size));
