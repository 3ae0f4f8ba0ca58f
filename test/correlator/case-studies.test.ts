import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shippedRules } from '@clawnex/correlator/src/testing/correlation-bench.ts';
import { type PlainEvent, runRules, T0 } from './run-rules.ts';

/** What an agent named in a published case study did, step by step; the last step is the harm. */
interface CaseStudy {
  readonly id: string;
  readonly name: string;
  readonly steps: readonly PlainEvent[];
  readonly harm: PlainEvent;
}

const hostile = (tool: string) => ({
  kind: 'model.judged',
  'shield.verdict': 'block',
  detected: ['injection@tool_result'],
  'tool.name': tool,
});
const polls = Array.from({ length: 6 }, (_, n) => ({
  kind: 'net.egress',
  'net.url': 'https://todo.example/list',
  'net.internal': true,
  n,
}));

const CASES: readonly CaseStudy[] = [
  {
    id: 'AML.CS0037',
    name: 'an e-mail makes an agent send away what it reads',
    steps: [{ kind: 'message.in', untrusted: true }, hostile('read_email'), { kind: 'data.read' }],
    harm: { kind: 'message.out', 'secret.fp': 'f' },
  },
  {
    id: 'AML.CS0045',
    name: 'a scraped page makes a coding agent read keys and send them away',
    steps: [
      hostile('web_fetch'),
      { kind: 'tool.result', 'tool.name': 'web_fetch', 'shield.category': ['injection'] },
      { kind: 'secret.read' },
    ],
    harm: { kind: 'net.egress', 'net.domain': 'evil.example', 'secret.fp': 'f' },
  },
  {
    id: 'AML.CS0046',
    name: 'a page makes an agent with a computer destroy files',
    steps: [hostile('browser')],
    harm: { kind: 'tool.call', 'tool.destructive': true, 'tool.name': 'computer' },
  },
  {
    id: 'AML.CS0048',
    name: 'an open control page gives away keys, then the host',
    steps: [
      { kind: 'device.paired' },
      { kind: 'config.secret_read' },
      { kind: 'auth.ok', address_new: true, 'src.ip': '198.51.100.7' },
    ],
    harm: { kind: 'exec.host', command: 'id' },
  },
  {
    id: 'AML.CS0049',
    name: 'a poisoned skill reads credentials',
    steps: [
      { kind: 'skill.installed', 'skill.id': 'k' },
      { kind: 'secret.read', 'skill.id': 'k' },
    ],
    harm: { kind: 'net.egress', 'net.domain': 'evil.example', 'secret.fp': 'f' },
  },
  {
    id: 'AML.CS0050',
    name: 'one click switches the guardrails off and runs a command',
    steps: [
      { kind: 'approvals.disabled' },
      { kind: 'sandbox.disabled' },
      { kind: 'exec.host', command: 'curl' },
    ],
    harm: { kind: 'net.egress', 'net.domain': 'evil.example' },
  },
  {
    id: 'AML.CS0051',
    name: 'a page plants itself in a boot file and takes orders from a list',
    steps: [
      { kind: 'tool.result', 'tool.name': 'web_fetch' },
      { kind: 'bootfile.write', actor: 'agent' },
      { kind: 'session.start' },
      ...polls,
    ],
    harm: { kind: 'exec.host', command: 'whoami' },
  },
  {
    id: 'AML.CS0053',
    name: 'an approved mail tool changes and copies every mail',
    steps: [
      { kind: 'mcp.tooldef_drift', 'mcp.server': 'mail' },
      { kind: 'tool.call', 'mcp.server': 'mail', 'tool.name': 'send_mail' },
      { kind: 'first_seen.tool', 'tool.name': 'send_mail' },
    ],
    harm: { kind: 'first_seen.domain', 'net.domain': 'copies.example' },
  },
];

const rules = shippedRules();
const about = { agent: 'a', session: 's', host: 'h', 'gateway.id': 'g' };

for (const { id, name, steps, harm } of CASES) {
  test(`${id}: ${name}: one incident of several tactics, and an alert before the harm`, () => {
    const events = [...steps, harm].map((step, index) => ({ s: index * 60, ...about, ...step }));
    const { incidents, alerts } = runRules(rules, events);
    assert.equal(incidents.length, 1, incidents.map(({ title }) => title).join('; '));
    const [incident] = incidents;
    assert.ok((incident?.tactics ?? []).length >= 3, `${incident?.tactics?.join()}`);
    const harm_ms = T0 + steps.length * 60_000;
    const first_ms = Math.min(...alerts.map((alert) => alert.at_ms));
    assert.ok(
      first_ms < harm_ms,
      `the first of ${alerts.map((alert) => alert.rule).join()} came with the harm`,
    );
  });
}
