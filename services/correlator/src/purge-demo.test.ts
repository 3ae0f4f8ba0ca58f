import assert from 'node:assert/strict';
import { test } from 'node:test';
import { purgeDemo } from './purge-demo.ts';
import { CorrelationBench, rulesIn } from './testing/correlation-bench.ts';
import { judged, T0 } from './testing/received-events.ts';

test('purging removes all of the demo, counts it, and leaves the rest untouched', () => {
  const bench = new CorrelationBench(rulesIn('three-blocks-in-one-session.yaml'));
  try {
    for (const origin of ['demo', 'live'] as const)
      bench.apply([0, 1, 2].map((n) => judged({ call: `c${n}`, at_ms: T0 + n, origin })));
    // Three events in one group, one alert and its name, one incident, and the two events that say so.
    assert.equal(purgeDemo(bench.db), 3 + 1 + 2 + 1 + 2);
    bench.reload();
    assert.deepEqual(
      bench.outgoing().map((event) => event.origin),
      ['live', 'live'],
    );
    assert.equal(purgeDemo(bench.db), 0);
    const counts = bench.apply([judged({ call: 'c3', at_ms: T0 + 3, origin: 'demo' })]);
    assert.equal(counts.alerts_raised, 0);
  } finally {
    bench.close();
  }
});
