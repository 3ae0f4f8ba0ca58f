/** A Sigma string: literal pieces between `*` (any text) and `?` (one character). */
export interface Pattern {
  readonly parts: readonly (string | typeof ANY | typeof ONE)[];
}
export const ANY = Symbol('any text');
export const ONE = Symbol('one character');

/** Reads Sigma's escaping: a backslash is plain unless a wildcard or another backslash follows. */
export function parsePattern(text: string): Pattern {
  const parts: (string | typeof ANY | typeof ONE)[] = [];
  let literal = '';
  const flush = () => {
    if (literal !== '') parts.push(literal);
    literal = '';
  };
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] ?? '';
    const next = text[at + 1];
    if (char === '\\' && (next === '\\' || next === '*' || next === '?')) {
      literal += next;
      at += 1;
    } else if (char === '*' || char === '?') {
      flush();
      if (char === '?' || parts.at(-1) !== ANY) parts.push(char === '*' ? ANY : ONE);
    } else literal += char;
  }
  flush();
  return { parts };
}

/** The text of a pattern without wildcards; null when it has some. */
export function plainText({ parts }: Pattern): string | null {
  if (parts.length === 0) return '';
  return parts.length === 1 && typeof parts[0] === 'string' ? parts[0] : null;
}

export type Placement = 'whole' | 'contains' | 'startswith' | 'endswith';
export type TextTest = (text: string) => boolean;

/** A test of a text against a pattern. Without `cased`, letters are compared in lower case. */
export function patternTest(pattern: Pattern, placement: Placement, cased: boolean): TextTest {
  const fold = cased ? (text: string) => text : (text: string) => text.toLowerCase();
  const plain = plainText(pattern);
  if (plain !== null) return plainTest(fold(plain), placement, fold);
  const parts = pattern.parts.map((part) => (typeof part === 'string' ? fold(part) : part));
  if (placement === 'contains' || placement === 'endswith') parts.unshift(ANY);
  if (placement === 'contains' || placement === 'startswith') parts.push(ANY);
  const segments = splitAtAny(parts);
  return (text) => matchesSegments(fold(text), segments);
}

function plainTest(wanted: string, placement: Placement, fold: (text: string) => string): TextTest {
  switch (placement) {
    case 'whole':
      return (text) => text.length <= wanted.length && fold(text) === wanted;
    case 'contains':
      return (text) => fold(text).includes(wanted);
    case 'startswith':
      return (text) => fold(text.slice(0, wanted.length + 1)).startsWith(wanted);
    case 'endswith':
      return (text) => fold(text).endsWith(wanted);
  }
}

type Segment = readonly (string | typeof ONE)[];

function splitAtAny(parts: readonly (string | typeof ANY | typeof ONE)[]): Segment[] {
  const segments: (string | typeof ONE)[][] = [[]];
  for (const part of parts) {
    if (part === ANY) segments.push([]);
    else segments.at(-1)?.push(part);
  }
  return segments;
}

/** The first segment stands at the start, the last at the end, the others anywhere between, in order. */
function matchesSegments(text: string, segments: readonly Segment[]): boolean {
  const first = segments[0] ?? [];
  const last = segments.at(-1) ?? [];
  if (segments.length === 1) return matchAt(text, 0, first) === text.length;
  let at = matchAt(text, 0, first);
  if (at === -1) return false;
  for (const segment of segments.slice(1, -1)) {
    at = findFrom(text, at, segment);
    if (at === -1) return false;
  }
  const start = text.length - lengthOf(last);
  return start >= at && matchAt(text, start, last) === text.length;
}

/** Where the match ends; -1 when there is none. */
function matchAt(text: string, start: number, segment: Segment): number {
  let at = start;
  for (const part of segment) {
    if (part === ONE) {
      if (at >= text.length) return -1;
      at += 1;
    } else if (text.startsWith(part, at)) at += part.length;
    else return -1;
  }
  return at;
}

function findFrom(text: string, from: number, segment: Segment): number {
  const literal = segment[0];
  if (segment.length === 1 && typeof literal === 'string') {
    const at = text.indexOf(literal, from);
    return at === -1 ? -1 : at + literal.length;
  }
  for (let start = from; start <= text.length - lengthOf(segment); start += 1) {
    const end = matchAt(text, start, segment);
    if (end !== -1) return end;
  }
  return -1;
}

function lengthOf(segment: Segment): number {
  return segment.reduce((length, part) => length + (part === ONE ? 1 : part.length), 0);
}
