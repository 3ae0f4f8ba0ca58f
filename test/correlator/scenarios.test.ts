import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { LineReader } from '@clawnex/correlator/src/events/read-line.ts';
import type { Signal } from '@clawnex/correlator/src/events/signal.ts';
import { OfflineRun } from '@clawnex/correlator/src/offline/run-events.ts';
import { testRules } from '@clawnex/correlator/src/offline/test-rules.ts';
import type { Rule } from '@clawnex/correlator/src/rules/rule.ts';
import { TimeSpan } from '@clawnex/correlator/src/rules/time-span.ts';
import { CorrelationBench, shippedRules } from '@clawnex/correlator/src/testing/correlation-bench.ts';
import { T0 } from './run-rules.ts';

const rules = shippedRules();
const tested = [...rules.detections, ...rules.correlations].filter(
  (rule) => (rule.fleet.tests ?? []).length > 0,
);

/** A rule's own fixture as signals in order of time. */
function signalsOf(rule: Rule, index: number): Signal[] {
  const reader = new LineReader();
  return (rule.fleet.tests?.[index]?.events ?? []).map(({ t = '0s', ...fields }, place) => {
    const after_ms = /^0+[smhd]?$/.test(t) ? 0 : TimeSpan.parse(t);
    const read = reader.read(JSON.stringify({ id: `event-${place}`, time: T0 + after_ms, ...fields }));
    assert.ok(read.ok);
    return read.signal;
  });
}

const own = (run: OfflineRun, rule: Rule) => {
  const result = run.finish();
  return rule.alerts
    ? result.alerts.filter((alert) => alert.rule === rule.key).map((alert) => alert.alert_id)
    : [];
};

test('36 scenarios are shipped, each with fixtures that fire and fixtures that must not', () => {
  const scenarios = new Set(
    tested.map((rule) => /^(?:s|r)[0-9]{2}/.exec(rule.key)?.[0]).filter((id) => id !== undefined),
  );
  assert.equal(scenarios.size, 36);
  for (const rule of tested) {
    const fires = (rule.fleet.tests ?? []).map((each) => each.expect.fires);
    assert.ok(fires.some((count) => count > 0) && fires.includes(0), rule.key);
  }
  assert.deepEqual(
    testRules(rules).cases.filter(({ failure }) => failure !== null),
    [],
  );
});

describe('each scenario', () => {
  test('ends the same when its events come in any order, whatever is late', () => {
    for (const rule of tested) {
      for (const index of (rule.fleet.tests ?? []).keys()) {
        const signals = signalsOf(rule, index);
        const run = (order: readonly Signal[]) => {
          const offline = new OfflineRun(rules);
          for (const signal of order) offline.takeSignal(signal);
          return own(offline, rule);
        };
        const expected = run(signals);
        assert.deepEqual(run(signals.toReversed()), expected, `${rule.key} reversed`);
        const [first, ...rest] = signals;
        if (first !== undefined)
          assert.deepEqual(run([...rest, first]), expected, `${rule.key} with its first event late`);
      }
    }
  });

  describe('over a restart', () => {
    let bench: CorrelationBench;
    before(() => {
      bench = new CorrelationBench();
    });
    after(() => bench.close());
    test('is found with its events on both sides of it', () => {
      const positives = tested
        .filter((rule) => rule.alerts)
        .map((rule) => ({
          rule,
          index: (rule.fleet.tests ?? []).findIndex((each) => each.expect.fires > 0),
        }));
      // Each in a world of its own: hosts, agents and sessions of one fixture are none of another's.
      const worlds = positives.map(({ rule, index }) =>
        signalsOf(rule, index).map((signal, place) => apart(signal, `${rule.key}-${place}`, rule.key)),
      );
      const halves = (second: boolean) =>
        worlds.flatMap((signals) =>
          signals.slice(
            second ? Math.ceil(signals.length / 2) : 0,
            second ? undefined : Math.ceil(signals.length / 2),
          ),
        );
      bench.applySignals(halves(false));
      bench.restart();
      bench.applySignals(halves(true));
      bench.restart();
      // Long after: every wait is over.
      bench.applySignals([
        {
          id: 'end',
          time_ms: T0 + 400 * 86_400_000,
          origin: 'live',
          source: 'file',
          fields: { kind: 'nothing' },
        },
      ]);
      bench.tick();
      const raised = new Set(bench.alerts().map((alert) => alert.rule));
      assert.deepEqual(
        positives.map(({ rule }) => rule.key).filter((key) => !raised.has(key)),
        [],
      );
    });
  });
});

function apart(signal: Signal, id: string, world: string): Signal {
  const fields = Object.fromEntries(
    Object.entries(signal.fields).map(([name, value]) => [
      name,
      GROUPING.includes(name) ? `${world}-${String(value)}` : value,
    ]),
  );
  return { ...signal, id, source: 'file', fields };
}
const GROUPING = [...new Set(rules.correlations.flatMap((rule) => rule.group_by))];
