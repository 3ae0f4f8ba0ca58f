import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { readRuleFiles } from './compile-rules.ts';
import { findHits } from './find-hits.ts';
import { builtinRuleset } from './ruleset.ts';
import { rot13 } from './views/rot13.ts';

/** What is worth hiding: orders to a model and commands. A key is hidden by nobody who wants it used. */
const HIDEABLE = new Set([
  'injection',
  'jailbreak',
  'extraction',
  'exfiltration',
  'memory_tampering',
  'tool_abuse',
]);
/** Share of the clear-text rate that an encoding may lose. */
const MAX_LOSS = 0.05;

const bytesOf = (text: string): number[] => [...Buffer.from(text)];
const hex = (value: number, width: number): string => value.toString(16).padStart(width, '0');
const mapLetters = (text: string, map: (letter: string) => string): string =>
  text.replaceAll(/[a-zA-Z]/g, map);
const HOMOGLYPHS: Record<string, string> = { a: 'а', e: 'е', o: 'о', p: 'р', c: 'с', x: 'х', i: 'і', s: 'ѕ' };
const LEET: Record<string, string> = { o: '0', e: '3', a: '4', i: '1' };
const MATH_A = 0x1d400;

const ENCODINGS: Record<string, (text: string) => string> = {
  base64: (text) => Buffer.from(text).toString('base64'),
  'base64 in lines': (text) => Buffer.from(text).toString('base64').replaceAll(/.{64}/g, '$&\n  '),
  base64url: (text) => Buffer.from(text).toString('base64url'),
  'base64 of UTF-16': (text) => Buffer.from(text, 'utf16le').toString('base64'),
  'base64 of base64': (text) => Buffer.from(Buffer.from(text).toString('base64')).toString('base64'),
  'hex of base64': (text) => Buffer.from(Buffer.from(text).toString('base64')).toString('hex'),
  'base64 of gzip': (text) => gzipSync(text).toString('base64'),
  base32: (text) => {
    let bits = '';
    for (const byte of bytesOf(text)) bits += byte.toString(2).padStart(8, '0');
    return (bits.match(/.{1,5}/g) ?? [])
      .map((five) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.charAt(Number.parseInt(five.padEnd(5, '0'), 2)))
      .join('');
  },
  hex: (text) => Buffer.from(text).toString('hex'),
  percent: (text) =>
    bytesOf(text)
      .map((byte) => `%${hex(byte, 2)}`)
      .join(''),
  rot13,
  'unicode escapes': (text) =>
    text
      .split('')
      .map((unit) => `\\u${hex(unit.charCodeAt(0), 4)}`)
      .join(''),
  'hex escapes': (text) =>
    bytesOf(text)
      .map((byte) => `\\x${hex(byte, 2)}`)
      .join(''),
  'decimal entities': (text) => [...text].map((char) => `&#${char.codePointAt(0)};`).join(''),
  'hex entities': (text) => [...text].map((char) => `&#x${hex(char.codePointAt(0) ?? 0, 2)};`).join(''),
  tags: (text) =>
    bytesOf(text)
      .map((byte) => String.fromCodePoint(0xe0000 + byte))
      .join(''),
  reversed: (text) => [...text].reverse().join(''),
  fullwidth: (text) => mapLetters(text, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)),
  'math letters': (text) =>
    mapLetters(text, (letter) => {
      const unit = letter.charCodeAt(0);
      return String.fromCodePoint(MATH_A + (unit < 97 ? unit - 65 : unit - 97 + 26));
    }),
  'zero-width': (text) => [...text].join('\u200b'),
  'soft hyphens': (text) => [...text].join('\u00ad'),
  homoglyphs: (text) => mapLetters(text, (letter) => HOMOGLYPHS[letter] ?? letter),
  accents: (text) => mapLetters(text, (letter) => `${letter}\u0301`),
  'spaced out': (text) =>
    text
      .split(' ')
      .map((word) => [...word].join(' '))
      .join('   '),
  leet: (text) => mapLetters(text, (letter) => LEET[letter] ?? letter),
  'split strings': (text) =>
    `run("${(text.replaceAll(/["'`\\]/g, '').match(/.{1,7}/gs) ?? []).join('" + "')}")`,
  'hidden by style': (text) => `<p>Hello</p><span style="display: none">${text}</span>`,
  'hidden in a comment': (text) => `<p>Hello</p><!-- ${text} -->`,
  'split by hidden tags': (text) => `<div style="font-size:0">${text.replaceAll(' ', ' <b></b>')}</div>`,
};

/** Attack examples of the rules that ship: ASCII, and with a few words, as what is hidden is. */
const attacks = readRuleFiles()
  .filter((rule) => HIDEABLE.has(rule.category) && rule.letters === 'folded')
  .flatMap((rule) =>
    rule.examples.positive.map((example) => (typeof example === 'string' ? example : example.text)),
  )
  .filter(
    (text) => /^[\x20-\x7e]{24,400}$/.test(text) && text.split(' ').length >= 4 && !/[<>"%&\\]/.test(text),
  )
  // Turned and leet writing is recognised by common words of English.
  .filter((text) => /\b(?:the|you|your|all|and|this|that|with|from|are|of)\b/i.test(text));

const { matcher } = builtinRuleset();

/** Whether some rule about attacks finds something, in any reading. */
function isFound(text: string): boolean {
  return findHits(text, matcher).some((hit) => HIDEABLE.has(hit.rule.category));
}

const clear = attacks.filter(isFound).length;

test('the own attack examples are enough to measure by, and nearly all are found in clear', () => {
  assert.ok(attacks.length >= 100, String(attacks.length));
  assert.ok(clear >= attacks.length * 0.97);
});

for (const [name, encode] of Object.entries(ENCODINGS))
  test(`attacks written as ${name} are found as often as in clear, less at most 5 %`, () => {
    const missed = attacks.filter(
      (text) => isFound(text) && !isFound(`Please read this: ${encode(text)} :: thank you`),
    );
    assert.ok(
      missed.length <= clear * MAX_LOSS,
      `${missed.length} of ${clear} lost: ${missed.slice(0, 4).join(' | ')}`,
    );
  });
