import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import fc from 'fast-check';
import { CorrelationBench, rulesIn } from './testing/correlation-bench.ts';
import { type Judged, judged, scanned, T0 } from './testing/received-events.ts';

/** One rule alone, so that what is counted is its own. */
const THREE_BLOCKS = rulesIn('three-blocks-in-one-session.yaml');
const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('three blocks in one session', () => {
  let bench: CorrelationBench;
  beforeEach(() => {
    bench = new CorrelationBench(THREE_BLOCKS);
  });
  afterEach(() => {
    bench.close();
  });
  const burst = (start_ms: number, more: Partial<Judged> = {}) =>
    [0, 1, 2].map((n) =>
      judged({ call: `call-${start_ms}-${n}`, at_ms: start_ms + n * 30 * SECOND, ...more }),
    );

  test('raise one alert and open one incident that says why', () => {
    const counts = bench.apply(burst(T0));
    assert.equal(counts.alerts_raised, 1);
    const [alert] = bench.alerts();
    assert.equal(alert?.rule, 'three_blocks_in_one_session');
    assert.equal(alert?.why, 'Session s-9 of agent main on host-a had 3 block verdicts within 5 min.');
    assert.deepEqual(alert?.entity, { kind: 'session', id: 's-9' });
    assert.equal(alert?.events.length, 3);
    assert.equal(alert?.first_at_ms, T0);
    assert.equal(alert?.last_at_ms, T0 + MINUTE);
    const [incident] = bench.incidents();
    assert.equal(incident?.incident_id, alert?.incident_id);
    assert.equal(incident?.title, 'Three blocks in one session: session s-9');
    assert.equal(incident?.severity, 'high');
    assert.deepEqual(
      incident?.entities.map((entity) => entity.kind),
      ['session', 'agent', 'host'],
    );
    assert.deepEqual(
      bench.outgoing().map((event) => [event.type, event.origin, event.time]),
      [
        ['alert.raised', 'live', T0 + MINUTE],
        ['incident.changed', 'live', T0 + MINUTE],
      ],
    );
  });

  test('raise nothing when there are two, or when one of the three was not judged block', () => {
    bench.apply(burst(T0).slice(0, 2));
    bench.apply([judged({ call: 'fine', at_ms: T0 + MINUTE, verdict: 'review' })]);
    assert.equal(bench.alerts().length, 0);
  });

  test('are found whatever the order of arrival', () => {
    for (const event of burst(T0).toReversed()) bench.apply([event]);
    assert.equal(bench.alerts().length, 1);
  });

  test('count over sessions, hosts and traffic origins apart', () => {
    const [first, second] = burst(T0);
    assert.ok(first && second);
    const strangers: Partial<Judged>[] = [
      { session: 's-10' },
      { host: 'host-b' },
      { origin: 'demo' },
      { origin: 'test' },
      { session: null },
    ];
    bench.apply([first, second]);
    for (const stranger of strangers)
      bench.apply([judged({ call: 'other', at_ms: T0 + MINUTE, ...stranger })]);
    assert.equal(bench.alerts().length, 0);
  });

  test('include both ends of the five minutes and nothing beyond', () => {
    const at = (session: string, last_ms: number) =>
      [0, 100, last_ms].map((ms, n) => judged({ call: `${session}-${n}`, at_ms: T0 + ms, session }));
    bench.apply(at('edge', 5 * MINUTE));
    assert.equal(bench.alerts().length, 1);
    bench.apply(at('beyond', 5 * MINUTE + 1));
    assert.equal(bench.alerts().length, 1);
  });

  test('count a call once when its prompt and its answer are both blocked', () => {
    bench.apply([
      judged({ call: 'a', at_ms: T0 }),
      judged({ call: 'a', at_ms: T0 + SECOND, side: 'response' }),
      judged({ call: 'b', at_ms: T0 + 2 * SECOND }),
      judged({ call: 'b', at_ms: T0 + 3 * SECOND, side: 'response' }),
    ]);
    assert.equal(bench.alerts().length, 0);
    bench.apply([judged({ call: 'c', at_ms: T0 + 4 * SECOND })]);
    assert.equal(bench.alerts()[0]?.events.length, 5);
    assert.match(bench.alerts()[0]?.why ?? '', /had 3 block verdicts/);
  });

  test('may come from session logs and the proxy together, an entry in pieces counting once', () => {
    bench.apply([
      scanned({ entry: 'e1', at_ms: T0, index: 0 }),
      scanned({ entry: 'e1', at_ms: T0, index: 1 }),
      scanned({ entry: 'e2', at_ms: T0 + SECOND }),
    ]);
    assert.equal(bench.alerts().length, 0);
    bench.apply([judged({ call: 'a', at_ms: T0 + MINUTE })]);
    assert.equal(bench.alerts().length, 1);
  });

  test('raise no second alert when the same events come again, after a restart too', () => {
    bench.apply(burst(T0));
    bench.restart();
    const counts = bench.apply(burst(T0));
    assert.equal(counts.events_repeated, 3);
    assert.equal(bench.alerts().length, 1);
  });

  test('are found when a restart lies between them', () => {
    for (const event of burst(T0)) {
      bench.apply([event]);
      bench.restart();
    }
    assert.equal(bench.alerts().length, 1);
  });

  test('are found when the middle one arrives hours late', () => {
    const [first, middle, last] = burst(T0);
    assert.ok(first && middle && last);
    bench.apply([first, last, judged({ call: 'hours-later', at_ms: T0 + 6 * HOUR })]);
    assert.equal(bench.alerts().length, 0);
    const counts = bench.apply([middle]);
    assert.equal(bench.alerts().length, 1);
    assert.equal(counts.events_late, 0);
  });

  test('are counted as late beyond the lateness of the rule, and judged all the same with what is left', () => {
    const counts = bench.apply([
      judged({ call: 'now', at_ms: T0 }),
      ...burst(T0 - 48 * HOUR),
      judged({ call: 'now-2', at_ms: T0 + SECOND }),
    ]);
    assert.equal(counts.events_late, 3);
    assert.equal(counts.events_too_late, 0);
    assert.equal(bench.alerts().length, 1);
  });

  test('join the incident of the last 24 hours; a quiet day begins a new one', () => {
    bench.apply(burst(T0));
    bench.apply(burst(T0 + 20 * HOUR));
    bench.apply(burst(T0 + 40 * HOUR));
    const [incident, ...others] = bench.incidents();
    assert.equal(others.length, 0);
    assert.equal(incident?.alert_count, 3);
    assert.equal(incident?.first_at_ms, T0);
    assert.equal(incident?.last_at_ms, T0 + 40 * HOUR + MINUTE);
    bench.apply(burst(T0 + 65 * HOUR));
    assert.equal(bench.incidents().length, 2);
  });

  test('of the demo never become live ones, and purging leaves only what is live', () => {
    bench.apply(burst(T0, { origin: 'demo' }));
    bench.apply(burst(T0));
    assert.deepEqual(
      bench.outgoing().map((event) => event.origin),
      ['demo', 'demo', 'live', 'live'],
    );
    const [demo, live] = bench.alerts();
    assert.notEqual(demo?.alert_id, live?.alert_id);
    assert.notEqual(demo?.incident_id, live?.incident_id);
  });

  test('of a burst without end raise one alert for each five minutes, in one incident', () => {
    for (let n = 0; n < 120; n += 1)
      bench.apply([judged({ call: `loop-${n}`, at_ms: T0 + n * 10 * SECOND })]);
    bench.tick();
    assert.equal(bench.alerts().length, 4);
    assert.equal(Math.max(...bench.alerts().map((alert) => alert.count ?? 0)), 31);
    assert.equal(bench.incidents().length, 1);
  });

  test('by a clock in the far future do not make the others late', () => {
    bench.apply([judged({ call: 'future', at_ms: T0 + 10_000 * HOUR })], T0);
    const counts = bench.apply(burst(T0), T0);
    assert.equal(counts.events_late, 0);
    assert.equal(bench.alerts().length, 1);
  });
});

test('any order, repetition, batching and restarting of the same events ends in the same alerts and incidents', () => {
  const event = fc.record({
    call: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'),
    at_ms: fc.integer({ min: 0, max: 40 }).map((step) => T0 + step * 30 * SECOND),
    session: fc.constantFrom('s-1', 's-2'),
    side: fc.constantFrom('request' as const, 'response' as const),
    origin: fc.constantFrom('live' as const, 'demo' as const),
  });
  const run = (arrival: readonly (Judged & { restart: boolean; batch: boolean })[]) => {
    const bench = new CorrelationBench(THREE_BLOCKS);
    try {
      let batch = [];
      for (const each of arrival) {
        batch.push(judged(each));
        if (!each.batch) {
          bench.apply(batch);
          batch = [];
        }
        if (each.restart) bench.restart();
      }
      bench.apply(batch);
      bench.tick();
      const alerts = bench.alerts();
      assert.equal(new Set(alerts.map((alert) => alert.alert_id)).size, alerts.length);
      return {
        alerts: alerts.map(({ state, ...alert }) => JSON.stringify(alert)).sort(),
        incidents: bench
          .incidents()
          .map(({ revision, ...incident }) => JSON.stringify(incident))
          .sort(),
      };
    } finally {
      bench.close();
    }
  };
  const scenario = fc
    .uniqueArray(event, {
      maxLength: 30,
      minLength: 6,
      selector: ({ call, session, side, origin }) => `${call}${session}${side}${origin}`,
    })
    .chain((events) => {
      const inOrder = events
        .toSorted((a, b) => a.at_ms - b.at_ms)
        .map((each) => ({ ...each, call: `${each.call}-${each.session}`, restart: false, batch: false }));
      const shuffled = fc
        .shuffledSubarray([...inOrder, ...inOrder], { minLength: inOrder.length * 2 })
        .chain((all) =>
          fc
            .array(fc.record({ restart: fc.boolean(), batch: fc.boolean() }), {
              minLength: all.length,
              maxLength: all.length,
            })
            .map((moves) => all.map((each, n) => ({ ...each, ...moves[n] }))),
        );
      return shuffled.map((arrival) => ({ inOrder, arrival }));
    });
  let alertsSeen = 0;
  fc.assert(
    fc.property(scenario, ({ inOrder, arrival }) => {
      const expected = run(inOrder);
      alertsSeen += expected.alerts.length;
      assert.deepEqual(run(arrival), expected);
    }),
    { numRuns: Number(process.env['CLAWNEX_ORDERS'] ?? 8), endOnFailure: true },
  );
  assert.ok(alertsSeen > 3, `the scenarios raised only ${alertsSeen} alerts: they prove nothing`);
});
