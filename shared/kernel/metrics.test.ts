import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Metrics } from './metrics.ts';

test('counters, gauges and histograms read as Prometheus text', () => {
  const metrics = new Metrics();
  metrics.add('judged');
  metrics.add('judged', 2);
  metrics.gauge('spool_pending', () => 7);
  metrics.observe('judge', 80);
  metrics.observe('judge', 400_000);
  metrics.observe('judge', 9_000_000);
  const text = metrics.toPrometheus();
  assert.match(text, /^clawnex_judged_total 3$/m);
  assert.match(text, /^clawnex_spool_pending 7$/m);
  assert.match(text, /^clawnex_judge_seconds_bucket\{le="0.0001"\} 1$/m);
  assert.match(text, /^clawnex_judge_seconds_bucket\{le="1"\} 2$/m);
  assert.match(text, /^clawnex_judge_seconds_bucket\{le="\+Inf"\} 3$/m);
  assert.match(text, /^clawnex_judge_seconds_count 3$/m);
  assert.deepEqual(metrics.snapshot(), { judged: 3, spool_pending: 7 });
});
