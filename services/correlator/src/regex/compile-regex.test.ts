import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compileRegex } from './compile-regex.ts';

const PLAIN = { insensitive: false, lines: false, all: false };

function matches(source: string, text: string, flags = PLAIN): boolean {
  const compiled = compileRegex(source, flags);
  assert.ok(compiled.ok, source);
  return compiled.test(text);
}

test('it finds what the language itself finds', () => {
  const atom = fc.constantFrom(
    'a',
    'b',
    'c',
    '.',
    '[ab]',
    '[^a]',
    '\\d',
    '\\w',
    '1',
    '^',
    '$',
    '\\b',
    'A',
    '[a-c1]',
  );
  const piece = fc
    .tuple(atom, fc.constantFrom('', '', '*', '+', '?', '{2}', '{1,2}', '*?'))
    .map(([a, q]) => (/^(?:\^|\$|\\b)$/.test(a) ? a : a + q));
  const source = fc.letrec<{ node: string }>((tie) => ({
    node: fc.oneof(
      { depthSize: 'small' },
      piece,
      fc.array(tie('node'), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('')),
      fc.tuple(tie('node'), tie('node')).map(([a, b]) => `(?:${a}|${b})`),
      tie('node').map((a) => `(${a})`),
    ),
  })).node;
  fc.assert(
    fc.property(
      source,
      fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'A', '1', ' ', '_'), maxLength: 12 }),
      fc.boolean(),
      (regex, text, insensitive) => {
        const expected = new RegExp(regex, insensitive ? 'i' : '').test(text);
        assert.equal(matches(regex, text, { ...PLAIN, insensitive }), expected, `${regex} on "${text}"`);
      },
    ),
    { numRuns: 1_000 },
  );
});

test('flags, escapes and line ends', () => {
  assert.ok(matches('(?i)WhoAmI', 'x whoami'));
  assert.ok(!matches('WhoAmI', 'x whoami'));
  assert.ok(!matches('a.b', 'a\nb'));
  assert.ok(matches('a.b', 'a\nb', { ...PLAIN, all: true }));
  assert.ok(!matches('^b$', 'a\nb\nc'));
  assert.ok(matches('^b$', 'a\nb\nc', { ...PLAIN, lines: true }));
  assert.ok(matches('\\x41\\u0042\\.\\\\', 'AB.\\'));
  assert.ok(matches('[\\]\\-x]{3}', ']-x'));
  assert.ok(matches('É', 'é', { ...PLAIN, insensitive: true }));
  assert.ok(matches('x{a}', 'x{a}'));
});

test('what cannot run in linear time is refused by name', () => {
  const cases: [string, RegExp][] = [
    ['(?=a)b', /looks around/],
    ['(?<!a)b', /looks around/],
    ['(a)\\1', /refers back/],
    ['a++', /possessive/],
    ['(a', /lacks a closing "\)"/],
    ['a)', /without its "\("/],
    ['[a', /lacks a closing "\]"/],
    ['*a', /nothing to repeat/],
    ['[[:alpha:]]', /named class/],
    ['a{9999}', /repetitions/],
    ['((a{500}){500})', /states/],
    ['\\p{L}', /\\p/],
  ];
  for (const [source, expected] of cases) {
    const compiled = compileRegex(source, PLAIN);
    assert.ok(!compiled.ok, source);
    assert.match(compiled.message, expected, source);
  }
});

test('an expression that ruins a backtracking engine costs a few steps a character', () => {
  assert.ok(!matches('^(a+)+$', `${'a'.repeat(20_000)}!`));
  assert.ok(!matches('(?:a|a)*b', 'a'.repeat(20_000)));
});
