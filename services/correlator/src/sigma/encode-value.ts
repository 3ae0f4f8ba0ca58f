/** Texts that Sigma's transformations make of one text, in order. Strings hold bytes as characters 0–255 after UTF-16. */
export const TRANSFORMATIONS: Readonly<Record<string, (text: string, bytes: boolean) => string[]>> = {
  base64: (text, bytes) => [toBytes(text, bytes).toString('base64')],
  base64offset: (text, bytes) => [0, 1, 2].map((offset) => offsetBase64(toBytes(text, bytes), offset)),
  wide: (text) => [utf16(text, 'le')],
  utf16le: (text) => [utf16(text, 'le')],
  utf16be: (text) => [utf16(text, 'be')],
  utf16: (text) => [`\u00ff\u00fe${utf16(text, 'le')}`],
  windash: (text) => windash(text),
};

/** Texts one text may become; a command line has one or two dashes. */
const VARIANTS_MAX = 250;
const DASHES = ['-', '/', '–', '—', '―'];

/** Those after which a text holds bytes. */
export const TO_BYTES = ['wide', 'utf16le', 'utf16be', 'utf16'];

/** After UTF-16 a text holds bytes already; else its UTF-8 is what was encoded. */
function toBytes(text: string, bytes: boolean): Buffer {
  return Buffer.from(text, bytes ? 'latin1' : 'utf8');
}

function utf16(text: string, order: 'le' | 'be'): string {
  const bytes = Buffer.from(text, 'utf16le');
  return (order === 'le' ? bytes : bytes.swap16()).toString('latin1');
}

/** The characters that do not depend on what stands before and after the text in the encoded whole. */
function offsetBase64(bytes: Buffer, offset: number): string {
  const encoded = Buffer.concat([Buffer.alloc(offset, 32), bytes]).toString('base64');
  const start = [0, 2, 3][offset] ?? 0;
  const end = [0, -3, -2][(bytes.length + offset) % 3] ?? 0;
  return end === 0 ? encoded.slice(start) : encoded.slice(start, end);
}

/** Every combination of the dashes that begin a word. */
function windash(text: string): string[] {
  let variants = [''];
  let rest = text;
  for (
    let found = /(^|[^A-Za-z0-9])([-/–—―])(?=[A-Za-z0-9])/.exec(rest);
    found !== null;
    found = /(^|[^A-Za-z0-9])([-/–—―])(?=[A-Za-z0-9])/.exec(rest)
  ) {
    const before = rest.slice(0, found.index + (found[1]?.length ?? 0));
    rest = rest.slice(found.index + found[0].length);
    if (variants.length * DASHES.length > VARIANTS_MAX) {
      variants = variants.map((variant) => variant + before + (found?.[2] ?? '-'));
    } else variants = variants.flatMap((variant) => DASHES.map((dash) => variant + before + dash));
  }
  return variants.map((variant) => variant + rest);
}
