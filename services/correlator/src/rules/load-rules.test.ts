import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compileRules, loadRuleFolder } from './load-rules.ts';
import { describeRuleError } from './rule-error.ts';
import { shippedRulesFolder } from './rules-folder.ts';

const DETECTION = `title: Block
id: 00000000-0000-4000-8000-000000000001
name: block
level: medium
logsource:
  product: clawnex
detection:
  judged:
    type: exchange.judged
    verdict: block
  model:
    model|startswith: [gpt-, claude-]
  condition: judged and not model
`;
const CORRELATION = `title: Many blocks
id: 00000000-0000-4000-8000-000000000002
name: many_blocks
level: critical
correlation:
  type: event_count
  rules: [block]
  group-by: [session]
  timespan: 90s
  condition:
    gte: 4
fleet:
  why: Session {session} had {count} within {timespan}.
`;

/** The errors of a correlation (line 14 on) in which one piece of text was replaced. */
function errorsWith(search: string, replacement: string): string[] {
  const text = `${DETECTION}---\n${CORRELATION}`;
  assert.ok(text.includes(search), search);
  const loaded = compileRules([['rules/mine.yaml', text.replace(search, replacement)]]);
  return loaded.ok ? [] : loaded.errors.map(describeRuleError);
}

test('the shipped rules load', () => {
  const loaded = loadRuleFolder(shippedRulesFolder());
  assert.ok(loaded.ok);
  assert.deepEqual(
    loaded.rules.map(({ name, severity, timespan_ms, at_least }) => [name, severity, timespan_ms, at_least]),
    [['three_blocks_in_one_session', 'high', 300_000, 3]],
  );
});

test('a rule matches what its detection says', () => {
  const loaded = compileRules([['mine.yaml', `${DETECTION}---\n${CORRELATION}`]]);
  assert.ok(loaded.ok);
  const [rule] = loaded.rules;
  assert.equal(rule?.timespan_ms, 90_000);
  assert.equal(rule?.matches({ type: 'exchange.judged', verdict: 'block', model: 'mistral' }), true);
  assert.equal(rule?.matches({ type: 'Exchange.Judged', verdict: 'BLOCK' }), true);
  assert.equal(rule?.matches({ type: 'exchange.judged', verdict: 'block', model: 'GPT-9' }), false);
  assert.equal(rule?.matches({ type: 'exchange.judged', verdict: 'allow' }), false);
});

test('each mistake is named with its file, line, pointer and remedy', () => {
  const cases: [string, string, string][] = [
    [
      'timespan: 90s',
      'timespan: 90 seconds',
      'mine.yaml:23:3 correlation.timespan is not a time span: write',
    ],
    [
      'type: event_count',
      'type: temporal',
      'mine.yaml:20:3 correlation.type is not supported: only event_count',
    ],
    ['rules: [block]', 'rules: [blocks]', 'correlation.rules.0 names "blocks", which no file defines'],
    ['rules: [block]', 'rules: [many_blocks]', 'names the correlation "many_blocks": not supported'],
    ['gte: 4', 'lte: 4', 'correlation.condition.lte is not known here'],
    [
      '  verdict: block',
      '  verdit: block',
      'mine.yaml:10:5 detection.judged.verdit names the field "verdit"',
    ],
    ['model|startswith', 'model|re', 'detection.model.model|re uses a modifier that is not supported'],
    ['[gpt-, claude-]', '"gpt-*"', 'has a wildcard: use |contains'],
    ['judged and not model', 'judged and not modell', 'names "modell", which is no selection here'],
    ['judged and not model', '(judged', 'detection.condition lacks a closing parenthesis'],
    ['name: many_blocks', 'name: block', 'mine.yaml:17:1 name "block" is the name of another rule too'],
    ['level: critical', 'level: severe', 'mine.yaml:18:1 level'],
    ['group-by: [session]', 'group-by: [sesion]', 'correlation.group-by.0'],
    ['level: critical', 'level: [critical', 'mine.yaml:'],
  ];
  for (const [search, replacement, expected] of cases) {
    const errors = errorsWith(search, replacement);
    assert.ok(
      errors.some((error) => error.includes(expected)),
      `${replacement}: ${errors.join(' | ')}`,
    );
  }
});

test('one faulty rule keeps all of them out', () => {
  const loaded = compileRules([
    ['good.yaml', DETECTION],
    ['bad.yaml', 'title: nothing else\n'],
  ]);
  assert.equal(loaded.ok, false);
});

test('no text makes loading throw', () => {
  const fragments = fc.constantFrom(
    ...DETECTION.split('\n'),
    ...CORRELATION.split('\n'),
    '---',
    '&a [*a]',
    '{',
    '\t',
  );
  fc.assert(
    fc.property(fc.array(fragments, { maxLength: 40 }), fc.string(), (lines, noise) => {
      compileRules([['any.yaml', `${lines.join('\n')}\n${noise}`]]);
    }),
  );
});
