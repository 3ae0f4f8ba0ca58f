import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CONFIG_KEYS } from '@clawnex/proto/kv.ts';
import { parse, stringify } from 'yaml';
import { checkOwnRules } from '../detection/own-rules.ts';
import { describeIssue } from './describe-issue.ts';
import { readPolicyYaml } from './policy-yaml.ts';

const POLICY = {
  mode: 'block',
  profile: 'balanced',
  deadline_ms: 250,
  on_deadline: 'block',
  review_score: 40,
  block_score: 75,
  lines: [{ category: 'pii', action: 'review' }],
  scopes: [{ name: 'one', match: { agent: 'a' }, lines: [{ rule: 'secret.*', action: 'block' }] }],
};
type Change = (policy: Record<string, unknown>) => void;
const set =
  (path: string, value: unknown): Change =>
  (policy) => {
    const keys = path.split('.');
    let target: Record<string, unknown> = policy;
    for (const key of keys.slice(0, -1)) target = target[key] as Record<string, unknown>;
    const last = keys.at(-1) ?? '';
    if (value === undefined) delete target[last];
    else target[last] = value;
  };

/** What is wrong, and where the answer must say it is. */
const POLICIES: readonly [string, Change, string][] = [
  ['no mode', set('mode', undefined), 'mode'],
  ['an unknown mode', set('mode', 'off'), 'mode'],
  ['a mode in capitals', set('mode', 'BLOCK'), 'mode'],
  ['an unknown profile', set('profile', 'relaxed'), 'profile'],
  ['a deadline of nothing', set('deadline_ms', 0), 'deadline_ms'],
  ['a deadline of a minute', set('deadline_ms', 60_000), 'deadline_ms'],
  ['a deadline of half a millisecond', set('deadline_ms', 250.5), 'deadline_ms'],
  ['a deadline as text', set('deadline_ms', '250'), 'deadline_ms'],
  ['an unknown end of the deadline', set('on_deadline', 'ignore'), 'on_deadline'],
  ['a score above all', set('block_score', 101), 'block_score'],
  ['a negative score', set('review_score', -1), 'review_score'],
  ['scores the wrong way round', set('review_score', 80), 'review_score'],
  ['a field that is not known', set('blocklist', ['x']), 'blocklist'],
  ['lines that are no list', set('lines', { category: 'pii' }), 'lines'],
  ['a line that is a text', set('lines', ['allow all']), 'lines[0]'],
  ['a line about nothing', set('lines', [{ action: 'block' }]), 'lines[0]'],
  ['a line without an action', set('lines', [{ category: 'pii' }]), 'lines[0].action'],
  ['an unknown action', set('lines', [{ category: 'pii', action: 'delete' }]), 'lines[0].action'],
  ['an unknown category', set('lines', [{ category: 'bad words', action: 'block' }]), 'lines[0].category'],
  [
    'an unknown origin',
    set('lines', [{ category: 'pii', origin: 'dog', action: 'block' }]),
    'lines[0].origin',
  ],
  ['an unknown side', set('lines', [{ category: 'pii', side: 'both', action: 'block' }]), 'lines[0].side'],
  [
    'an unknown severity',
    set('lines', [{ category: 'pii', severity: 'huge', action: 'block' }]),
    'lines[0].severity',
  ],
  ['allow without a reason', set('lines', [{ category: 'pii', action: 'allow' }]), 'lines[0].reason'],
  [
    'a reason of one letter',
    set('lines', [{ category: 'pii', action: 'allow', reason: 'x' }]),
    'lines[0].reason',
  ],
  ['a star in the middle', set('lines', [{ rule: 'sec*ret', action: 'block' }]), 'lines[0].rule'],
  ['two stars', set('lines', [{ rule: 'secret**', action: 'block' }]), 'lines[0].rule'],
  ['an empty rule', set('lines', [{ rule: '', action: 'block' }]), 'lines[0].rule'],
  [
    'a text that silences',
    set('lines', [{ rule: 'pii.card', contains: 'x', action: 'allow', reason: 'why' }]),
    'lines[0].contains',
  ],
  [
    'too many lines',
    set(
      'lines',
      Array.from({ length: 201 }, () => ({ category: 'pii', action: 'block' })),
    ),
    'lines',
  ],
  [
    'the third line',
    set('lines', [...Array(2).fill(POLICY.lines[0]), { category: 'pii', action: 1 }]),
    'lines[2].action',
  ],
  ['a scope without a match', set('scopes.0.match', undefined), 'scopes[0].match'],
  ['a scope that matches nothing', set('scopes.0.match', {}), 'scopes[0].match'],
  ['a scope by an unknown thing', set('scopes.0.match', { person: 'x' }), 'scopes[0].match.person'],
  ['a scope without a name', set('scopes.0.name', ''), 'scopes[0].name'],
  ['two scopes of one name', set('scopes', [POLICY.scopes[0], POLICY.scopes[0]]), 'scopes[1].name'],
  [
    'a tool with a mode',
    set('scopes', [{ name: 't', match: { tool: 'bash' }, mode: 'observe' }]),
    'scopes[0].match.tool',
  ],
  ['a scope with an unknown mode', set('scopes.0.mode', 'maybe'), 'scopes[0].mode'],
  ['a scope with an unknown route', set('scopes.0.match', { route: 'chat' }), 'scopes[0].match.route'],
  ['a scope that reviews above its block', set('scopes.0.review_score', 90), 'scopes[0].review_score'],
  ['a scope that blocks below its review', set('scopes.0.block_score', 10), 'scopes[0].block_score'],
  [
    'a line inside a scope',
    set('scopes.0.lines', [{ category: 'pii', action: 'no' }]),
    'scopes[0].lines[0].action',
  ],
  ['a deadline inside a scope', set('scopes.0.deadline_ms', 100), 'scopes[0].deadline_ms'],
  ['a later version', set('version', 2), 'version'],
];

const TEXTS: readonly [string, string, string][] = [
  ['nothing', '', ''],
  ['a text', 'block everything', ''],
  ['a list', '- mode: block', ''],
  ['broken YAML', 'mode: [block', 'line 1'],
  ['a key twice', `mode: observe\n${stringify(POLICY)}`, 'line 2'],
  ['aliases', 'a: &a [x]\nb: *a', ''],
  ['a tag', 'mode: !!js/function "x"', 'mode'],
  ['too long', `# ${'x'.repeat(300_000)}`, ''],
];

test('malformed policies are refused with the place of the fault', () => {
  assert.ok(readPolicyYaml(stringify(POLICY)).ok, 'the policy that the others are made from is good');
  for (const [name, change, where] of POLICIES) {
    const policy = structuredClone(POLICY) as Record<string, unknown>;
    change(policy);
    const read = readPolicyYaml(stringify(policy, { aliasDuplicateObjects: false }));
    assert.ok(!read.ok, name);
    assert.equal(read.where, where, `${name}: ${read.message}`);
    assert.ok(read.message.length > 5 && read.message.length < 400, name);
  }
  for (const [name, text, where] of TEXTS) {
    const read = readPolicyYaml(text);
    assert.ok(!read.ok, name);
    assert.equal(read.where, where, `${name}: ${read.message}`);
  }
});

const ID = '0190f3c1-7a2b-7000-8000-000000000001';
const STOP = {
  id: ID,
  kind: 'agent',
  name: 'mail',
  reason: 'sends odd mails',
  by: 'ada',
  since_ms: 1,
  until_ms: 2,
};
const EXCEPTION = {
  ...{ id: ID, rule: 'secret.jwt', scope: { agent: 'mail' }, reason: 'tokens of the sandbox', owner: 'ada' },
  ...{ by: 'ada', created_at_ms: 1, expires_at_ms: 2 },
};

/** Of exceptions, stops and the rest: the same promise. */
const CONTROLS: readonly [keyof typeof CONFIG_KEYS, object, string][] = [
  ['exceptions', { revision: 1, exceptions: [{ ...EXCEPTION, scope: {} }] }, 'exceptions[0].scope'],
  [
    'exceptions',
    { revision: 1, exceptions: [{ ...EXCEPTION, scope: { agent: '*' } }] },
    'exceptions[0].scope',
  ],
  [
    'exceptions',
    { revision: 1, exceptions: [{ ...EXCEPTION, scope: { contains: 'x' } }] },
    'exceptions[0].scope.contains',
  ],
  ['exceptions', { revision: 1, exceptions: [{ ...EXCEPTION, rule: 'secret.*' }] }, 'exceptions[0].rule'],
  ['exceptions', { revision: 1, exceptions: [{ ...EXCEPTION, reason: 'short' }] }, 'exceptions[0].reason'],
  [
    'exceptions',
    { revision: 1, exceptions: [{ ...EXCEPTION, expires_at_ms: undefined }] },
    'exceptions[0].expires_at_ms',
  ],
  [
    'exceptions',
    { revision: 1, exceptions: [{ ...EXCEPTION, scope: { content_hash: 'abc' } }] },
    'exceptions[0].scope.content_hash',
  ],
  ['containment', { revision: 1, stops: [{ ...STOP, kind: 'everyone' }] }, 'stops[0].kind'],
  ['containment', { revision: 1, stops: [{ ...STOP, until_ms: undefined }] }, 'stops[0].until_ms'],
  ['containment', { revision: 1, stops: [{ ...STOP, name: ' ' }] }, 'stops[0].name'],
  ['break_glass', { revision: 1, lifting: { id: ID, reason: 'why not', by: 'ada' } }, 'lifting.reason'],
  ['own_rules', { revision: 1, yaml: 'x'.repeat(300_000) }, 'yaml'],
];

test('malformed exceptions, stops and liftings are refused with the place of the fault', () => {
  for (const [key, value, where] of CONTROLS) {
    const checked = CONFIG_KEYS[key].safeParse(JSON.parse(JSON.stringify(value)));
    assert.ok(!checked.success, `${key} ${where}`);
    const [issue] = checked.error.issues;
    assert.ok(issue !== undefined);
    assert.equal(describeIssue(issue).where, where);
  }
});

test('malformed rules are refused with the rule and the place of the fault', () => {
  const rule = {
    ...{ id: 'own.heron', title: 'Heron', category: 'exfiltration', severity: 'high', confidence: 0.9 },
    ...{ expressions: ['project heron'], why: 'It is not public.', verify: 'Ask its owner.' },
    examples: { positive: ['project heron', 'a project heron'], negative: ['a heron', 'a project'] },
  };
  const cases: readonly [object, string][] = [
    [{ ...rule, id: 'Heron!' }, '[0].id'],
    [{ ...rule, confidence: 7 }, '[0].confidence'],
    [{ ...rule, expressions: [] }, '[0].expressions'],
    [{ ...rule, expressions: ['(?:a+)+b'] }, 'expressions[0]'],
    [{ ...rule, expressions: ['(heron'] }, 'expressions[0]'],
    [
      { ...rule, examples: { ...rule.examples, positive: ['project heron', 'nothing'] } },
      '[0].examples.positive[1]',
    ],
  ];
  assert.ok(checkOwnRules(stringify([rule])).ok);
  for (const [bad, where] of cases) {
    const checked = checkOwnRules(stringify([parse(stringify(bad))]));
    assert.ok(!checked.ok, where);
    assert.equal(checked.errors[0]?.where, where, JSON.stringify(checked.errors));
  }
  assert.ok(POLICIES.length + TEXTS.length + CONTROLS.length + cases.length >= 60);
});
