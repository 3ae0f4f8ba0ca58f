import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_POLICY } from '@clawnex/proto/policy.ts';
import { diffDocuments, printDifference } from './diff-documents.ts';
import { explainPolicy } from './explain-policy.ts';
import { documentOf, readPolicyYaml, writePolicyYaml } from './policy-yaml.ts';
import { SettledPolicy } from './settle-policy.ts';

const GOOD = `version: 1
mode: block
profile: balanced
deadline_ms: 250
on_deadline: block
review_score: 40
block_score: 75
lines:
  - { category: pii, action: redact }
  - { rule: secret.jwt, origin: tool_result, action: allow, reason: test tokens of the sandbox }
scopes:
  - name: payments
    match: { agent: 'pay-*' }
    profile: strict
    lines:
      - { category: pii, action: block }
  - name: payments of the night
    match: { agent: pay-night, host: h1 }
    mode: observe
  - name: the shell
    match: { tool: bash }
    lines:
      - { category: command, action: block }
`;

test('a policy is the same after it was written and read again', () => {
  const read = readPolicyYaml(GOOD);
  assert.ok(read.ok, JSON.stringify(read));
  assert.deepEqual(readPolicyYaml(writePolicyYaml(read.document)), read);
  assert.deepEqual(readPolicyYaml(writePolicyYaml(DEFAULT_POLICY)), {
    ok: true,
    document: documentOf(DEFAULT_POLICY),
  });
});

test('the most specific scope and line win, and the explanation names them', () => {
  const read = readPolicyYaml(GOOD);
  assert.ok(read.ok);
  const settled = new SettledPolicy({ ...read.document, revision: 1, updated_at_ms: 0, updated_by: 'test' });
  const pii = {
    rule: 'pii.card',
    category: 'pii',
    severity: 'high',
    origin: 'user',
    side: 'request',
  } as const;
  const ask = (subject: { agent?: string; host?: string }, tool?: string, question: object = {}) =>
    explainPolicy(settled, { host: 'h1', route: 'litellm', ...subject }, { ...pii, ...question }, tool);

  assert.partialDeepStrictEqual(ask({}), {
    action: 'redact',
    decided_by: 'lines[0]',
    mode: 'block',
    profile: 'balanced',
  });
  const night = ask({ agent: 'pay-night' });
  assert.partialDeepStrictEqual(night, {
    action: 'block',
    decided_by: 'scopes[0].lines[0]',
    mode: 'observe',
    profile: 'strict',
  });
  assert.partialDeepStrictEqual(night.where, {
    mode: 'scopes[1].mode',
    profile: 'scopes[0].profile',
    block_score: 'profile strict',
  });
  assert.equal(ask({ agent: 'pay-night', host: 'h2' }).mode, 'block');
  const command = { rule: 'command.x', category: 'command', severity: 'low' };
  assert.equal(ask({}, 'bash', command).decided_by, 'scopes[2].lines[0]');
  assert.equal(ask({}, 'read', command).action, 'score');
  const jwt = { rule: 'secret.jwt', category: 'secret', severity: 'high', origin: 'tool_result' };
  assert.equal(ask({}, undefined, jwt).action, 'allow');
  assert.equal(ask({}, undefined, { ...jwt, origin: 'user' }).decided_by, 'profile balanced[0]');
});

test('a difference names each place that changed', () => {
  const read = readPolicyYaml(GOOD);
  const other = readPolicyYaml(
    GOOD.replace('mode: block', 'mode: observe').replace(/ {2}- name: the shell[\s\S]*/, ''),
  );
  assert.ok(read.ok && other.ok);
  const lines = diffDocuments(read.document, other.document).map(printDifference);
  assert.equal(lines[0], '~ mode: "block" -> "observe"');
  assert.match(lines[1] ?? '', /^- scopes\[2\]: \{"name":"the shell"/);
  assert.equal(lines.length, 2);
});
