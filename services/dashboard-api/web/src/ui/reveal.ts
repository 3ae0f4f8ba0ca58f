/** One stretch of untrusted text. `hidden` segments show the name of a character that would not be seen as itself. */
export interface Segment {
  readonly text: string;
  /** What to show in place of `text`, for characters that are invisible or reorder their neighbours. */
  readonly shown: string | null;
  /** Rule whose hit covers it. */
  readonly rule: string | null;
}

export interface Highlight {
  readonly start: number;
  readonly end: number;
  readonly rule: string;
}

const NAMES: Readonly<Record<number, string>> = {
  160: 'NBSP',
  173: 'SHY',
  847: 'CGJ',
  1564: 'ALM',
  8203: 'ZWSP',
  8204: 'ZWNJ',
  8205: 'ZWJ',
  8206: 'LRM',
  8207: 'RLM',
  8232: 'LSEP',
  8233: 'PSEP',
  8234: 'LRE',
  8235: 'RLE',
  8236: 'PDF',
  8237: 'LRO',
  8238: 'RLO',
  8288: 'WJ',
  8294: 'LRI',
  8295: 'RLI',
  8296: 'FSI',
  8297: 'PDI',
  65279: 'BOM',
};

/** Controls, invisible and reordering characters (Unicode Default_Ignorable and Bidi_Control, exotic spaces, lone surrogates). */
function isHidden(code: number): boolean {
  if (code < 0x20) return code !== 0x0a && code !== 0x09;
  if (code < 0x7f) return false;
  return (
    code <= 0xa0 ||
    code === 0xad ||
    code === 0x034f ||
    code === 0x061c ||
    code === 0x115f ||
    code === 0x1160 ||
    code === 0x1680 ||
    code === 0x17b4 ||
    code === 0x17b5 ||
    (code >= 0x180b && code <= 0x180f) ||
    (code >= 0x2000 && code <= 0x200f) ||
    (code >= 0x2028 && code <= 0x202f) ||
    (code >= 0x205f && code <= 0x206f) ||
    code === 0x3000 ||
    code === 0x3164 ||
    (code >= 0xd800 && code <= 0xdfff) ||
    (code >= 0xe000 && code <= 0xf8ff) ||
    (code >= 0xfe00 && code <= 0xfe0f) ||
    code === 0xfeff ||
    code === 0xffa0 ||
    (code >= 0xfff0 && code <= 0xfffb) ||
    (code >= 0xe0000 && code <= 0xe0fff)
  );
}

function nameOf(code: number): string {
  const name = NAMES[code];
  if (name !== undefined) return name;
  // Tag characters mirror ASCII at U+E0000: showing the letter shows the hidden message.
  if (code > 0xe0020 && code < 0xe007f) return `tag ${String.fromCodePoint(code - 0xe0000)}`;
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Splits text so that joined `text` is the text again, and nothing in it stays invisible. */
export function revealText(text: string, highlights: readonly Highlight[] = []): Segment[] {
  const segments: Segment[] = [];
  let plain = '';
  let plainRule: string | null = null;
  const flush = () => {
    if (plain !== '') segments.push({ text: plain, shown: null, rule: plainRule });
    plain = '';
  };
  for (let index = 0; index < text.length; ) {
    const code = text.codePointAt(index) ?? 0;
    const part = String.fromCodePoint(code);
    const rule = ruleAt(index, highlights);
    if (isHidden(code)) {
      flush();
      // From the text, not from the code: a lone surrogate must survive as it was.
      segments.push({ text: text.slice(index, index + part.length), shown: nameOf(code), rule });
    } else {
      if (rule !== plainRule) flush();
      plainRule = rule;
      plain += part;
    }
    index += part.length;
  }
  flush();
  return segments;
}

function ruleAt(index: number, highlights: readonly Highlight[]): string | null {
  for (const { start, end, rule } of highlights) if (index >= start && index < end) return rule;
  return null;
}

/** One line for names given by other programs: hidden characters by name, line breaks as marks. */
export function revealName(name: string): string {
  return revealText(name)
    .map((segment) => (segment.shown === null ? segment.text.replaceAll('\n', '⏎') : `‹${segment.shown}›`))
    .join('');
}
