import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { errorsOf, runRules } from './run-rules.ts';

/** A detection section, an event, and whether the one matches the other. */
type Row = readonly [detection: string, event: Readonly<Record<string, unknown>>, matches: boolean];

function matches(detection: string, event: Readonly<Record<string, unknown>>): boolean {
  const indented = detection
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
  return runRules(`title: t\ndetection:\n${indented}\n`, [{ s: 0, ...event }]).alerts.length > 0;
}

const one = (field: string, value: string) => `selection:\n  ${field}: ${value}\ncondition: selection`;

const ROWS: Readonly<Record<string, readonly Row[]>> = {
  'values are compared without regard to case, numbers as text': [
    [one('User', 'ALICE'), { User: 'alice' }, true],
    [one('EventID', '4625'), { EventID: 4625 }, true],
    [one('EventID', '4625'), { EventID: '4625' }, true],
    [one('EventID', "'4625'"), { EventID: 4625 }, true],
    [one('EventID', '4625'), { EventID: 46250 }, false],
    [one('ok', 'true'), { ok: true }, true],
    [one('ok', 'true'), { ok: 'True' }, true],
    [one('User', 'alice'), { user: 'alice' }, false],
    [one('User', 'alice'), {}, false],
  ],
  'lists are any, maps are all': [
    [one('User', '[alice, bob]'), { User: 'Bob' }, true],
    ['selection:\n  a: 1\n  b: 2\ncondition: selection', { a: 1, b: 2 }, true],
    ['selection:\n  a: 1\n  b: 2\ncondition: selection', { a: 1, b: 3 }, false],
    ['selection:\n  - a: 1\n  - b: 2\ncondition: selection', { b: 2 }, true],
    ['selection:\n  - a: 1\n  - b: 2\ncondition: selection', { c: 2 }, false],
  ],
  'wildcards and their escapes': [
    [one('f', "'prog?.exe'"), { f: 'progA.exe' }, true],
    [one('f', "'prog?.exe'"), { f: 'prog.exe' }, false],
    [one('f', "'*\\cmd.exe'"), { f: 'C:\\Windows\\cmd.exe' }, true],
    [one('f', "'a*c*e'"), { f: 'abcde' }, true],
    [one('f', "'a*c*e'"), { f: 'abcd' }, false],
    [one('f', "'a\\*c'"), { f: 'a*c' }, true],
    [one('f', "'a\\*c'"), { f: 'abc' }, false],
    [one('f', "'a\\\\*'"), { f: 'a\\bc' }, true],
    [one('f', "'a\\\\*'"), { f: 'abc' }, false],
    [one('f', "'a\\\\\\*'"), { f: 'a\\*' }, true],
    [one('f', "'C:\\temp'"), { f: 'c:\\TEMP' }, true],
    [one('f|contains', "'a*b'"), { f: 'xxa12bxx' }, true],
    [one('f', "'*'"), { f: '' }, true],
    [one('f', "'?*'"), { f: '' }, false],
    [one('f', "'*'"), {}, false],
  ],
  'contains, startswith, endswith, all, cased': [
    [one('f|contains', 'ELL'), { f: 'hello' }, true],
    [one('f|startswith', 'He'), { f: 'hello' }, true],
    [one('f|startswith', 'el'), { f: 'hello' }, false],
    [one('f|endswith', 'LO'), { f: 'hello' }, true],
    [one('f|endswith', 'hel'), { f: 'hello' }, false],
    [one('f|contains|all', '[he, lo]'), { f: 'hello' }, true],
    [one('f|contains|all', '[he, xx]'), { f: 'hello' }, false],
    [one('f|cased', 'Hello'), { f: 'hello' }, false],
    [one('f|contains|cased', 'ell'), { f: 'hello' }, true],
    [one('f|contains', '46'), { f: 4625 }, true],
  ],
  'null, empty, exists, neq': [
    [one('f', 'null'), {}, true],
    [one('f', 'null'), { f: null }, true],
    [one('f', 'null'), { f: '' }, false],
    [one('f', "''"), { f: '' }, true],
    [one('f', "''"), {}, false],
    [one('f|exists', 'true'), { f: null }, true],
    [one('f|exists', 'true'), {}, false],
    [one('f|exists', 'false'), {}, true],
    [one('f|neq', 'a'), { f: 'b' }, true],
    [one('f|neq', 'a'), { f: 'A' }, false],
    [one('f|neq', '[a, b]'), { f: 'b' }, false],
    ['s:\n  f: null\ncondition: not s', { f: 1 }, true],
  ],
  numbers: [
    [one('n|gt', '5'), { n: 6 }, true],
    [one('n|gte', '5'), { n: '5' }, true],
    [one('n|lt', '5'), { n: 5 }, false],
    [one('n|lte', '5.5'), { n: 5.5 }, true],
    [one('n|gt', '5'), { n: 'many' }, false],
    [one('n|gt', '-1'), { n: '' }, false],
  ],
  'regular expressions are case-sensitive and match anywhere': [
    [one('f|re', "'^h.l+o$'"), { f: 'hello' }, true],
    [one('f|re', "'ell'"), { f: 'HELLO' }, false],
    [one('f|re|i', "'ell'"), { f: 'HELLO' }, true],
    [one('f|re|m', "'^b$'"), { f: 'a\nb' }, true],
    [one('f|re|s', "'a.b'"), { f: 'a\nb' }, true],
    [one('f|re', "'a.b'"), { f: 'a\nb' }, false],
  ],
  encodings: [
    [one('f|base64', 'http://'), { f: 'aHR0cDovLw==' }, true],
    [one('f|base64offset|contains', 'http://'), { f: Buffer.from('xhttp://y').toString('base64') }, true],
    [one('f|base64offset|contains', 'http://'), { f: Buffer.from('xyhttp://').toString('base64') }, true],
    [one('f|base64offset|contains', 'http://'), { f: Buffer.from('ftp://aaa').toString('base64') }, false],
    [
      one('f|wide|base64offset|contains', 'ping'),
      { f: Buffer.from('xping!', 'utf16le').toString('base64') },
      true,
    ],
    [one('f|utf16|base64', 'ab'), { f: Buffer.from([0xff, 0xfe, 97, 0, 98, 0]).toString('base64') }, true],
    [one('f|windash|contains', "' -s '"), { f: 'tool /s x' }, true],
    [one('f|windash|contains', "' -s '"), { f: 'tool –s x' }, true],
    [one('f|windash|contains', "' -s '"), { f: 'tool s x' }, false],
  ],
  'networks and references': [
    [one('ip|cidr', '10.0.0.0/8'), { ip: '10.200.1.1' }, true],
    [one('ip|cidr', '10.0.0.0/8'), { ip: '11.0.0.1' }, false],
    [one('ip|cidr', "'2001:db8::/32'"), { ip: '2001:db8::1' }, true],
    [one('ip|cidr', '[192.168.0.0/16, 10.0.0.0/8]'), { ip: '192.168.3.4' }, true],
    [one('a|fieldref', 'b'), { a: 'X', b: 'x' }, true],
    [one('a|fieldref', 'b'), { a: 'x', b: 'y' }, false],
    [one('a|fieldref|neq', 'b'), { a: 'x', b: 'y' }, true],
    [one('a|fieldref|endswith', 'b'), { a: 'C:\\x.exe', b: 'x.exe' }, true],
  ],
  'times of day, in UTC': [
    [one('t|hour', '3'), { t: '2026-11-24T03:30:00Z' }, true],
    [one('t|minute', '30'), { t: '2026-11-24T03:30:00' }, true],
    [one('t|day', '24'), { t: '2026-11-24' }, true],
    [one('t|week', '48'), { t: '2026-11-24T03:30:00Z' }, true],
    [one('t|month', '11'), { t: 1_795_000_000 }, true],
    [one('t|year', '2026'), { t: '2026-11-24T03:30:00Z' }, true],
    [one('t|hour|gte', '22'), { t: '2026-11-24T23:30:00Z' }, true],
  ],
  'keywords stand anywhere in the event': [
    ['k:\n  - evilservice\n  - other\ncondition: k', { a: { b: ['x', 'An EvilService ran'] } }, true],
    ["k:\n  '|all':\n    - aa\n    - bb\ncondition: k", { x: 'aa', y: 'bb' }, true],
    ["k:\n  '|all':\n    - aa\n    - bb\ncondition: k", { x: 'aa' }, false],
    ['k:\n  - svc*start\ncondition: k', { x: 'svc foo start' }, true],
    ['k: lonely\ncondition: k', { x: 'so lonely' }, true],
    ['k:\n  - 4104\ncondition: k', { id: 'z', EventID: 4104 }, true],
  ],
  'nested fields and arrays': [
    [one('process.name', 'bash'), { process: { name: 'bash' } }, true],
    [one('process.name', 'bash'), { 'process.name': 'bash' }, true],
    [one('process.command.line|contains', 'x'), { process: { 'command.line': 'axb' } }, true],
    [one('tags', 'b'), { tags: ['a', 'B'] }, true],
    [one('list.name', 'b'), { list: [{ name: 'a' }, { name: 'b' }] }, true],
    [one('tags|contains|all', '[ab, cd]'), { tags: ['xabx', 'xcdx'] }, true],
    [one('constructor', "'*'"), { a: 1 }, false],
    [one('__proto__.x', "'*'"), { a: 1 }, false],
  ],
  conditions: [
    ['a:\n  x: 1\nb:\n  y: 1\ncondition: a or b', { y: 1 }, true],
    ['a:\n  x: 1\nb:\n  y: 1\ncondition: a and not b', { x: 1, y: 1 }, false],
    ['a:\n  x: 1\nb:\n  y: 1\nc:\n  z: 1\ncondition: a or b and c', { x: 1 }, true],
    ['a:\n  x: 1\nb:\n  y: 1\nc:\n  z: 1\ncondition: (a or b) and c', { x: 1 }, false],
    ['sel_1:\n  x: 1\nsel_2:\n  y: 1\ncondition: 1 of sel_*', { y: 1 }, true],
    ['sel_1:\n  x: 1\nsel_2:\n  y: 1\ncondition: all of sel_*', { y: 1 }, false],
    ['sel_1:\n  x: 1\nsel_2:\n  y: 1\ncondition: all of sel_*', { x: 1, y: 1 }, true],
    ['a:\n  x: 1\n_b:\n  y: 1\ncondition: 1 of them', { y: 1 }, false],
    ['a:\n  x: 1\n_b:\n  y: 1\ncondition: all of them', { x: 1 }, true],
    ['a:\n  x: 1\nf_1:\n  y: 1\nf_2:\n  z: 1\ncondition: a and not 1 of f_*', { x: 1, z: 1 }, false],
    ['a:\n  x: 1\nb:\n  y: 1\ncondition: NOT a AND b', { y: 1 }, true],
    ['a:\n  x: 1\nb:\n  y: 1\ncondition:\n  - a\n  - b', { y: 1 }, true],
    ['sel-a:\n  x: 1\ncondition: sel-a', { x: 1 }, true],
    ['a:\n  x: 1\ncondition: (any of them)', { x: 1 }, true],
  ],
};

describe('Sigma detections', () => {
  for (const [name, rows] of Object.entries(ROWS)) {
    test(name, () => {
      for (const [detection, event, expected] of rows) {
        assert.equal(matches(detection, event), expected, `${detection}\n${JSON.stringify(event)}`);
      }
    });
  }

  test('what is not supported is refused by name and place', () => {
    const rows: [string, RegExp][] = [
      [
        one('f|expand', "'%servers%'"),
        /^rules.yml:4:5 detection\.selection\.f\|expand .*expand.*placeholders/,
      ],
      [one('f|containz', 'a'), /"containz", which is not supported/],
      [one('f|re', "'(?=a)b'"), /looks around.*not supported/],
      [one('f|re', "'(a)\\1'"), /refers back to a group/],
      [one('f|gt', 'abc'), /where a number is wanted/],
      [one('f|cidr', '10.0.0.0/99'), /no network/],
      [one('f|contains|endswith', 'a'), /both "contains" and "endswith"/],
      [one('f|base64', "'a*'"), /wildcard under "base64"/],
      ['selection:\n  a: 1\ncondition: selection | count() > 5', /aggregations.*write a correlation/],
      ['selection:\n  a: 1\ntimeframe: 5m\ncondition: selection', /timeframe is not part of Sigma any more/],
      [
        'selection:\n  a: 1\ncondition: selektion',
        /names "selektion", which is no selection here: these are selection/,
      ],
      ['selection:\n  a: 1\ncondition: 2 of them', /only "1 of", "any of" and "all of"/],
      ['selection:\n  a: 1\ncondition: 1 of f*', /stands for no selection/],
      ['selection:\n  a: []\ncondition: selection', /empty list/],
      ['selection:\n  a: 1', /condition is missing/],
    ];
    for (const [detection, expected] of rows) {
      const indented = detection
        .split('\n')
        .map((line) => `  ${line}`)
        .join('\n');
      const errors = errorsOf(`title: t\ndetection:\n${indented}\n`);
      assert.ok(
        errors.some((error) => expected.test(error)),
        `${detection}: ${errors.join(' | ')}`,
      );
    }
  });
});
