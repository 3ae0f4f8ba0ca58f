/** A regular expression as a tree. Characters are UTF-16 code units, so that positions are those of the text. */
export type RegexNode =
  | { readonly kind: 'empty' }
  | { readonly kind: 'set'; readonly ranges: readonly Range[]; readonly negated: boolean }
  | { readonly kind: 'assert'; readonly what: 'start' | 'end' | 'word' | 'not_word' }
  | { readonly kind: 'sequence' | 'choice'; readonly parts: readonly RegexNode[] }
  | { readonly kind: 'repeat'; readonly part: RegexNode; readonly min: number; readonly max: number };
export type Range = readonly [from: number, to: number];

export interface RegexFlags {
  readonly insensitive: boolean;
  /** `^` and `$` match at line ends. */
  readonly lines: boolean;
  /** `.` matches line ends too. */
  readonly all: boolean;
}
export type ParsedRegex = { ok: true; node: RegexNode; flags: RegexFlags } | { ok: false; message: string };

const LAST_UNIT = 0xffff;
/** Longer than any expression a reader can check. */
const LENGTH_MAX = 2_000;
const DEPTH_MAX = 50;
/** Copies that counted repetition may make of its part. */
const REPEAT_MAX = 500;

const DIGIT: readonly Range[] = [[48, 57]];
const WORD: readonly Range[] = [
  [48, 57],
  [65, 90],
  [95, 95],
  [97, 122],
];
const SPACE: readonly Range[] = [
  [9, 13],
  [32, 32],
  [160, 160],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
];
const LINE_END: readonly Range[] = [
  [10, 10],
  [13, 13],
];
const CLASSES: Readonly<Record<string, readonly Range[]>> = { d: DIGIT, w: WORD, s: SPACE };
const CONTROLS: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, f: 12, v: 11, a: 7, e: 27, '0': 0 };

class Unreadable extends Error {}

/** Reads the flavour that Sigma names, and what cannot be matched in linear time is refused by name. */
export function parseRegex(text: string, flags: RegexFlags): ParsedRegex {
  if (text.length > LENGTH_MAX) return { ok: false, message: `is longer than ${LENGTH_MAX} characters` };
  const inline = /^\(\?([ims]+)\)/.exec(text);
  const letters = inline?.[1] ?? '';
  const merged: RegexFlags = {
    insensitive: flags.insensitive || letters.includes('i'),
    lines: flags.lines || letters.includes('m'),
    all: flags.all || letters.includes('s'),
  };
  try {
    const reader = new Reader(text, inline?.[0].length ?? 0, merged);
    return { ok: true, node: reader.readAll(), flags: merged };
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, message: error.message };
    throw error;
  }
}

class Reader {
  readonly #text: string;
  readonly #flags: RegexFlags;
  #at: number;

  constructor(text: string, at: number, flags: RegexFlags) {
    this.#text = text;
    this.#at = at;
    this.#flags = flags;
  }

  readAll(): RegexNode {
    const node = this.#choice(0);
    if (this.#at < this.#text.length) throw new Unreadable('has ")" without its "("');
    return node;
  }

  #choice(depth: number): RegexNode {
    if (depth > DEPTH_MAX) throw new Unreadable(`is nested deeper than ${DEPTH_MAX} levels`);
    const parts = [this.#sequence(depth)];
    while (this.#text[this.#at] === '|') {
      this.#at += 1;
      parts.push(this.#sequence(depth));
    }
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind: 'choice', parts };
  }

  #sequence(depth: number): RegexNode {
    const parts: RegexNode[] = [];
    for (
      let next = this.#text[this.#at];
      next !== undefined && next !== '|' && next !== ')';
      next = this.#text[this.#at]
    ) {
      parts.push(this.#repeated(this.#atom(depth)));
    }
    return parts.length === 0 ? { kind: 'empty' } : { kind: 'sequence', parts };
  }

  #repeated(part: RegexNode): RegexNode {
    const counted = /\{([0-9]{1,4})(,([0-9]{0,4}))?\}/y;
    counted.lastIndex = this.#at;
    const sign = this.#text[this.#at];
    let min: number;
    let max: number;
    if (sign === '*' || sign === '+' || sign === '?') {
      min = sign === '+' ? 1 : 0;
      max = sign === '?' ? 1 : Number.POSITIVE_INFINITY;
      this.#at += 1;
    } else {
      const found = sign === '{' ? counted.exec(this.#text) : null;
      if (found === null) return part;
      min = Number(found[1]);
      max = found[2] === undefined ? min : found[3] === '' ? Number.POSITIVE_INFINITY : Number(found[3]);
      if (max < min) throw new Unreadable(`has ${found[0]}, whose end is before its start`);
      if (min > REPEAT_MAX || (Number.isFinite(max) && max > REPEAT_MAX)) {
        throw new Unreadable(`has ${found[0]}: more than ${REPEAT_MAX} repetitions are not supported`);
      }
      this.#at += found[0].length;
    }
    // Whether a repetition is greedy changes what is captured, never whether there is a match.
    if (this.#text[this.#at] === '?') this.#at += 1;
    else if (this.#text[this.#at] === '+')
      throw new Unreadable('has a possessive quantifier, which is not supported');
    return this.#repeated({ kind: 'repeat', part, min, max });
  }

  #atom(depth: number): RegexNode {
    const char = this.#text[this.#at] ?? '';
    if (char === '(') return this.#group(depth);
    if (char === '[') return this.#set();
    this.#at += 1;
    if (char === '.') {
      return { kind: 'set', ranges: this.#flags.all ? [] : LINE_END, negated: true };
    }
    if (char === '^') return { kind: 'assert', what: 'start' };
    if (char === '$') return { kind: 'assert', what: 'end' };
    if ('*+?'.includes(char)) throw new Unreadable(`has "${char}" with nothing to repeat before it`);
    if (char !== '\\') return { kind: 'set', ranges: single(char.charCodeAt(0)), negated: false };
    const letter = this.#text[this.#at] ?? '';
    if (letter === 'b' || letter === 'B') {
      this.#at += 1;
      return { kind: 'assert', what: letter === 'b' ? 'word' : 'not_word' };
    }
    if (letter === 'A' || letter === 'z' || letter === 'Z') {
      this.#at += 1;
      return { kind: 'assert', what: letter === 'A' ? 'start' : 'end' };
    }
    return this.#escape();
  }

  #group(depth: number): RegexNode {
    this.#at += 1;
    if (this.#text[this.#at] === '?') {
      const kind = /\?(?::|P?<[A-Za-z_][A-Za-z0-9_]{0,60}>)/y;
      kind.lastIndex = this.#at;
      const found = kind.exec(this.#text);
      if (found === null) {
        const what = this.#text.slice(this.#at - 1, this.#at + 3);
        const name = /^\(\?<?[=!]/.test(what) ? 'looks around' : 'uses a group of an unknown kind';
        throw new Unreadable(
          `${name} ("${what}"), which is not supported: it cannot be matched in linear time`,
        );
      }
      this.#at += found[0].length;
    }
    const inner = this.#choice(depth + 1);
    if (this.#text[this.#at] !== ')') throw new Unreadable('lacks a closing ")"');
    this.#at += 1;
    return inner;
  }

  /** After the backslash. */
  #escape(): RegexNode & { kind: 'set' } {
    const letter = this.#text[this.#at];
    if (letter === undefined) throw new Unreadable('ends with a backslash');
    this.#at += 1;
    const known = CLASSES[letter.toLowerCase()];
    if (known !== undefined && /[dws]/i.test(letter)) {
      return { kind: 'set', ranges: known, negated: letter !== letter.toLowerCase() };
    }
    if (letter === 'x' || letter === 'u') {
      const digits = this.#text.slice(this.#at, this.#at + (letter === 'x' ? 2 : 4));
      if (!/^(?:[0-9a-fA-F]{2}){1,2}$/.test(digits))
        throw new Unreadable(`has "\\${letter}" without its hexadecimal digits`);
      this.#at += digits.length;
      return { kind: 'set', ranges: single(Number.parseInt(digits, 16)), negated: false };
    }
    if (/[1-9]/.test(letter))
      throw new Unreadable(
        `refers back to a group ("\\${letter}"), which is not supported: it cannot be matched in linear time`,
      );
    const control = CONTROLS[letter];
    if (control === undefined && /[A-Za-z]/.test(letter))
      throw new Unreadable(`uses "\\${letter}", which is not supported`);
    return { kind: 'set', ranges: single(control ?? letter.charCodeAt(0)), negated: false };
  }

  #set(): RegexNode {
    this.#at += 1;
    const negated = this.#text[this.#at] === '^';
    if (negated) this.#at += 1;
    const ranges: Range[] = [];
    for (let first = true; ; first = false) {
      const char = this.#text[this.#at];
      if (char === undefined) throw new Unreadable('lacks a closing "]"');
      if (char === ']' && !first) break;
      if (char === '[' && this.#text[this.#at + 1] === ':')
        throw new Unreadable('uses a named class ("[:…:]"), which is not supported');
      const from = this.#member();
      if (
        from.negated ||
        from.ranges.length !== 1 ||
        this.#text[this.#at] !== '-' ||
        this.#text[this.#at + 1] === ']'
      ) {
        ranges.push(...(from.negated ? complement(from.ranges) : from.ranges));
        continue;
      }
      this.#at += 1;
      const to = this.#member();
      const start = from.ranges[0]?.[0] ?? 0;
      const end = to.ranges[0]?.[1] ?? 0;
      if (end < start) throw new Unreadable('has a range whose end is before its start');
      ranges.push([start, end]);
    }
    this.#at += 1;
    return { kind: 'set', ranges, negated };
  }

  #member(): RegexNode & { kind: 'set' } {
    const char = this.#text[this.#at] ?? '';
    this.#at += 1;
    if (char !== '\\') return { kind: 'set', ranges: single(char.charCodeAt(0)), negated: false };
    if (this.#text[this.#at] !== 'b') return this.#escape();
    this.#at += 1;
    return { kind: 'set', ranges: single(8), negated: false };
  }
}

function single(unit: number): Range[] {
  return [[unit, unit]];
}

function complement(ranges: readonly Range[]): Range[] {
  const gaps: Range[] = [];
  let next = 0;
  for (const [from, to] of ranges.toSorted((a, b) => a[0] - b[0])) {
    if (from > next) gaps.push([next, from - 1]);
    next = Math.max(next, to + 1);
  }
  if (next <= LAST_UNIT) gaps.push([next, LAST_UNIT]);
  return gaps;
}
