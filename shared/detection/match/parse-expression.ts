import { type CharSet, DIGITS, invert, makeSet, NOT_LINE_END, SPACE, WORD } from './char-set.ts';

export type Node =
  | { kind: 'chars'; set: CharSet; from: number; to: number }
  | { kind: 'seq'; items: Node[]; from: number; to: number }
  | { kind: 'alt'; options: Node[]; from: number; to: number }
  | { kind: 'repeat'; item: Node; min: number; max: number; from: number; to: number }
  /** Matches no character: an edge, or a look at one neighbouring character. */
  | { kind: 'assert'; from: number; to: number };

export class SyntaxFault extends Error {}

const ESCAPED_CONTROL: Record<string, number> = { n: 10, r: 13, t: 9, f: 12, v: 11, '0': 0 };
/** Deeper nesting than any readable rule has; bounds this parser's recursion. */
const MAX_DEPTH = 20;

/**
 * Reads the part of the JavaScript expression syntax that the engine allows: bounded repeats, one capturing group,
 * looks of one character; no back-references, no named groups, no unbounded repeats. Throws SyntaxFault.
 */
export function parseExpression(source: string): { root: Node; captures: number } {
  const parser = new Parser(source);
  const root = parser.readAlternatives(0);
  if (parser.at < source.length) throw parser.fault(`unexpected "${source[parser.at]}"`);
  return { root, captures: parser.captures };
}

class Parser {
  at = 0;
  captures = 0;
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  fault(message: string): SyntaxFault {
    return new SyntaxFault(`${message} at character ${this.at + 1}`);
  }

  readAlternatives(depth: number): Node {
    if (depth > MAX_DEPTH) throw this.fault('groups are nested too deeply');
    const from = this.at;
    const options = [this.readSequence(depth)];
    while (this.source[this.at] === '|') {
      this.at++;
      options.push(this.readSequence(depth));
    }
    const [only] = options;
    return options.length === 1 && only ? only : { kind: 'alt', options, from, to: this.at };
  }

  readSequence(depth: number): Node {
    const from = this.at;
    const items: Node[] = [];
    while (this.at < this.source.length && this.source[this.at] !== '|' && this.source[this.at] !== ')') {
      items.push(this.readRepeat(this.readAtom(depth)));
    }
    return { kind: 'seq', items, from, to: this.at };
  }

  readRepeat(item: Node): Node {
    const char = this.source[this.at];
    if (char === '*' || char === '+')
      throw this.fault(`"${char}" has no upper bound: write {${char === '*' ? 0 : 1},N}`);
    let min = 0;
    let max = 1;
    if (char === '{') {
      const match = /^\{(\d{1,5})(,(\d{1,5})?)?\}/.exec(this.source.slice(this.at, this.at + 14));
      if (!match) throw this.fault('a "{" must start a repeat like {2,8} or be written \\{');
      if (match[2] === ',') throw this.fault('this repeat has no upper bound: write {M,N}');
      min = Number(match[1]);
      max = match[3] === undefined ? min : Number(match[3]);
      this.at += match[0].length;
    } else if (char === '?') this.at++;
    else return item;
    if (item.kind === 'assert') throw this.fault('an edge or look cannot be repeated');
    if (max < min || max === 0) throw this.fault(`{${min},${max}} repeats nothing`);
    if (this.source[this.at] === '?') this.at++;
    const next = this.source[this.at];
    if (next === '*' || next === '+' || next === '?' || next === '{')
      throw this.fault('a repeat of a repeat');
    return { kind: 'repeat', item, min, max, from: item.from, to: this.at };
  }

  readAtom(depth: number): Node {
    const from = this.at;
    const char = this.source[this.at++];
    if (char === '(') return this.readGroup(depth, from);
    if (char === '[') return { kind: 'chars', set: this.readClass(), from, to: this.at };
    if (char === '.') return { kind: 'chars', set: NOT_LINE_END, from, to: this.at };
    if (char === '^' || char === '$') return { kind: 'assert', from, to: this.at };
    if (char === '\\') {
      if (this.source[this.at] === 'b' || this.source[this.at] === 'B') {
        this.at++;
        return { kind: 'assert', from, to: this.at };
      }
      return { kind: 'chars', set: this.readEscape(), from, to: this.at };
    }
    if (char === undefined || '*+?{}])'.includes(char)) {
      this.at--;
      throw this.fault(`"${char ?? 'end'}" stands alone: put \\ before it`);
    }
    return { kind: 'chars', set: single(char.charCodeAt(0)), from, to: this.at };
  }

  readGroup(depth: number, from: number): Node {
    const look = /^\?(?:<?[=!])/.exec(this.source.slice(this.at, this.at + 3));
    if (look) this.at += look[0].length;
    else if (this.source.startsWith('?:', this.at)) this.at += 2;
    else if (this.source[this.at] === '?') throw this.fault('only (?: (?= (?! (?<= (?<! are allowed');
    else this.captures++;
    const inner = this.readAlternatives(depth + 1);
    if (this.source[this.at] !== ')') throw this.fault('a group is not closed');
    this.at++;
    if (look) {
      if (!looksAtOneChar(inner)) throw this.fault('a look may test one character only');
      return { kind: 'assert', from, to: this.at };
    }
    return { ...inner, from, to: this.at };
  }

  readClass(): CharSet {
    const negated = this.source[this.at] === '^';
    if (negated) this.at++;
    const ranges: (readonly [number, number])[] = [];
    while (this.source[this.at] !== ']') {
      if (this.at >= this.source.length) throw this.fault('a "[" is not closed');
      const low = this.readClassMember();
      if (this.source[this.at] === '-' && this.source[this.at + 1] !== ']') {
        this.at++;
        const start = low[0]?.[0];
        const end = this.readClassMember()[0]?.[1];
        if (start === undefined || end === undefined || end < start)
          throw this.fault('a range runs backwards');
        ranges.push([start, end]);
      } else ranges.push(...low);
    }
    this.at++;
    if (ranges.length === 0) throw this.fault('an empty class');
    const set = makeSet(ranges);
    return negated ? invert(set) : set;
  }

  readClassMember(): CharSet {
    const char = this.source[this.at++];
    if (char === '\\') return this.readEscape();
    if (char === undefined) throw this.fault('a "[" is not closed');
    return single(char.charCodeAt(0));
  }

  readEscape(): CharSet {
    const char = this.source[this.at++];
    if (char === undefined) throw this.fault('a "\\" at the end');
    if (char === 'd') return DIGITS;
    if (char === 'D') return invert(DIGITS);
    if (char === 'w') return WORD;
    if (char === 'W') return invert(WORD);
    if (char === 's') return SPACE;
    if (char === 'S') return invert(SPACE);
    const control = ESCAPED_CONTROL[char];
    if (control !== undefined) return single(control);
    if (char === 'x' || char === 'u') {
      const length = char === 'x' ? 2 : 4;
      const digits = this.source.slice(this.at, this.at + length);
      if (digits.length !== length || !/^[0-9a-fA-F]{1,4}$/.test(digits))
        throw this.fault(`\\${char} needs ${length} hex digits`);
      this.at += length;
      return single(Number.parseInt(digits, 16));
    }
    if (/[A-Za-z1-9]/.test(char)) throw this.fault(`\\${char} is not allowed`);
    return single(char.charCodeAt(0));
  }
}

function looksAtOneChar(node: Node): boolean {
  if (node.kind === 'chars' || node.kind === 'assert') return true;
  if (node.kind === 'alt') return node.options.every(looksAtOneChar);
  return node.kind === 'seq' && node.items.length === 1 && node.items.every(looksAtOneChar);
}

function single(unit: number): CharSet {
  return [[unit, unit]];
}
