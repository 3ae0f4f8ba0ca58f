import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { testRules } from '../offline/test-rules.ts';
import { compileRules } from './compile-rules.ts';
import { loadRuleFolder } from './load-rules.ts';
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
fleet.explain: Session {session} had {count} within {timespan}.
`;

test('the shipped rules load without a warning, and each that alerts passes its own tests', () => {
  const loaded = loadRuleFolder(shippedRulesFolder());
  assert.ok(loaded.ok, loaded.errors.map(describeRuleError).join('\n'));
  assert.deepEqual(loaded.rules.warnings, []);
  const { cases, untested } = testRules(loaded.rules);
  assert.deepEqual(
    cases.filter(({ failure }) => failure !== null),
    [],
  );
  assert.deepEqual(untested, []);
});

test('a folder is read with its subfolders, in order', () => {
  const folder = mkdtempSync(join(tmpdir(), 'clawnex-rules-'));
  try {
    mkdirSync(join(folder, 'more'));
    writeFileSync(join(folder, 'more', 'b.yml'), DETECTION);
    writeFileSync(join(folder, 'a.yaml'), CORRELATION);
    writeFileSync(join(folder, 'notes.txt'), 'not a rule');
    const loaded = loadRuleFolder(folder);
    assert.ok(loaded.ok);
    assert.deepEqual([...loaded.rules.byKey.keys()].sort(), ['block', 'many_blocks']);
    assert.equal(loaded.rules.byKey.get('block')?.file, 'more/b.yml');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('one faulty rule keeps all of them out, unless the rest is asked for', () => {
  const files = [
    ['good.yaml', DETECTION],
    ['bad.yaml', 'title: nothing else\n'],
    ['orphan.yaml', CORRELATION.replace('[block]', '[missing]')],
  ] as const;
  assert.equal(compileRules(files).ok, false);
  const rest = compileRules(files, { leave_out_faulty: true });
  assert.ok(rest.ok);
  assert.deepEqual([...rest.rules.byKey.keys()], ['block']);
  assert.equal(rest.errors.length, 2);
});

test('a change of wording keeps the meaning, a change of what fires does not', () => {
  const meaningOf = (text: string) => {
    const compiled = compileRules([['r.yaml', text]]);
    assert.ok(compiled.ok);
    return compiled.rules.byKey.get('many_blocks')?.meaning;
  };
  const text = `${DETECTION}---\n${CORRELATION}`;
  assert.equal(
    meaningOf(text.replace('title: Many blocks', 'title: A lot of blocks').replace('critical', 'low')),
    meaningOf(text),
  );
  assert.notEqual(meaningOf(text.replace('gte: 4', 'gte: 5')), meaningOf(text));
  assert.notEqual(meaningOf(text.replace('verdict: block', 'verdict: review')), meaningOf(text));
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
    { numRuns: 60 },
  );
});
