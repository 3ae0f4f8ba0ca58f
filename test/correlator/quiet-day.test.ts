import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OfflineRun } from '@clawnex/correlator/src/offline/run-events.ts';
import { shippedRules } from '@clawnex/correlator/src/testing/correlation-bench.ts';
import { Random } from '@clawnex/scripts/demo/random.ts';
import { AGENTS } from '@clawnex/scripts/demo/work.ts';
import { demoLines } from './demo-events.ts';
import { T0 } from './run-rules.ts';

const DAY_S = 86_400;

/** A day on which nothing happens: work, tools that fail now and then, people who sign in, mistype and change settings. */
function quietDay(): unknown[] {
  const random = new Random(99);
  const events: unknown[] = [];
  const add = (s: number, event: object) =>
    events.push({
      id: `quiet-${events.length}`,
      time: T0 + s * 1_000,
      host: `host-${random.between(1, 3)}`,
      ...event,
    });
  for (let n = 1; n <= 25; n += 1) {
    const agent = `agent-${n}`;
    for (let session = 1; session <= 6; session += 1) {
      const about = {
        agent,
        session: `${agent}-${session}`,
        host: `host-${(n % 3) + 1}`,
        'run.id': `${agent}-${session}`,
      };
      let s = random.between(0, DAY_S - 7_200);
      add(s, { ...about, kind: 'session.start' });
      for (let turn = random.between(4, 12); turn > 0; turn -= 1) {
        s += random.between(40, 400);
        add(s, { ...about, kind: 'user.message' });
        add(s + 5, {
          ...about,
          kind: 'model.call',
          'cost.usd': random.between(1, 12) / 100,
          signal: `${agent}-${s}`,
        });
        add(s + 10, {
          ...about,
          kind: 'tool.call',
          'tool.name': random.pick(['read_file', 'grep', 'list', 'search']),
          'tool.args_hash': `h${random.between(1, 500)}`,
          'mcp.server': `m${random.between(1, 4)}`,
        });
        add(s + 11, {
          ...about,
          kind: random.next() < 0.03 ? 'tool.error' : 'tool.result',
          'tool.name': 'read_file',
          'mcp.server': `m${random.between(1, 4)}`,
        });
        if (random.next() < 0.15)
          add(s + 12, {
            ...about,
            kind: 'net.egress',
            'net.internal': true,
            'net.bytes_out': random.between(100, 90_000),
          });
        if (random.next() < 0.1)
          add(s + 14, {
            ...about,
            kind: 'approval.granted',
            'operator.id': 'ada',
            think_ms: random.between(3_000, 60_000),
          });
      }
    }
  }
  for (let n = 0; n < 40; n += 1) {
    const s = n * 2_000;
    add(s, { kind: 'auth.fail', 'src.ip': `10.0.0.${n % 9}` });
    add(s + 8, { kind: 'auth.ok', 'src.ip': `10.0.0.${n % 9}` });
  }
  add(30_000, { kind: 'skill.installed', 'skill.id': 'calendar', host: 'host-1' });
  add(40_000, { kind: 'bootfile.write', actor: 'owner', agent: 'agent-3' });
  add(50_000, { kind: 'breakglass.on', 'breakglass.id': 'b', 'operator.id': 'ada', host: 'host-1' });
  add(53_000, { kind: 'breakglass.off', 'breakglass.id': 'b', 'operator.id': 'ada', host: 'host-1' });
  add(60_000, { kind: 'device.paired', 'gateway.id': 'g' });
  return events;
}

test('a quiet day raises nothing critical or high and hardly anything at all', (t) => {
  const run = new OfflineRun(shippedRules());
  const events = quietDay();
  for (const event of events) run.takeLine(JSON.stringify(event));
  // The demo's ordinary work, without its four accidents.
  const accidents = ['archive', 'deploy', 'restart', 'mail'].flatMap((name) =>
    AGENTS.map((agent) => `${agent}-${name}`),
  );
  for (const line of demoLines(T0 + DAY_S * 1_000))
    if (!accidents.some((session) => line.includes(session))) run.takeLine(line);
  const { incidents, lines } = run.finish();
  const of = (severity: string) => incidents.filter((incident) => incident.severity === severity).length;
  t.diagnostic(
    `${lines} events: ${of('critical')} critical, ${of('high')} high, ${of('medium')} medium incidents`,
  );
  assert.deepEqual(
    incidents
      .filter(({ severity }) => severity === 'critical' || severity === 'high')
      .map(({ title, why }) => `${title}: ${why}`),
    [],
  );
  assert.ok(of('medium') <= 3, incidents.map(({ title }) => title).join('; '));
});
