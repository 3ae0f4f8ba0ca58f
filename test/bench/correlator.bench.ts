import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Correlation } from '@clawnex/correlator/src/correlate.ts';
import { Engine } from '@clawnex/correlator/src/engine/engine.ts';
import type { Signal } from '@clawnex/correlator/src/events/signal.ts';
import { OfflineRun } from '@clawnex/correlator/src/offline/run-events.ts';
import { compileRules } from '@clawnex/correlator/src/rules/compile-rules.ts';
import type { RuleSet } from '@clawnex/correlator/src/rules/rule.ts';
import { openState } from '@clawnex/correlator/src/state/open-state.ts';
import { resolvePaths } from '@clawnex/shared/kernel/paths.ts';
import { benchEvents, benchRules } from './correlator-load.ts';

/**
 * What the correlator costs, beside the same events shown to every rule one by one. Runs alternate; medians of several.
 * `node --expose-gc --import tsx test/bench/correlator.bench.ts`
 */
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 3);
const EVENTS = Number(process.env['BENCH_EVENTS'] ?? 200_000);
const BATCH = 1_000;
const NAIVE_EVENTS = Math.ceil(EVENTS / 4);
const GROUPS = Number(process.env['BENCH_GROUPS'] ?? 1_000_000);
const DISTINCT = 10_000;

const rules = benchRules();
const events = benchEvents(EVENTS);
console.log(
  `${rules.detections.length} detections, ${rules.correlations.length} correlations, ${EVENTS} events`,
);

const rates: Record<string, number[]> = {};
function measure(name: string, count: number, work: () => void): void {
  globalThis.gc?.();
  const start = process.hrtime.bigint();
  work();
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  rates[name] = [...(rates[name] ?? []), count / seconds];
}
function inBatches(list: readonly Signal[], take: (batch: readonly Signal[]) => void): void {
  for (let at = 0; at < list.length; at += BATCH) take(list.slice(at, at + BATCH));
}

for (let round = 0; round < ROUNDS; round += 1) {
  measure('naive scan of every rule (detections only)', NAIVE_EVENTS, () =>
    scanNaively(rules, events.slice(0, NAIVE_EVENTS)),
  );
  measure('engine in memory', EVENTS, () => {
    const engine = new Engine(rules);
    inBatches(events, (batch) => engine.apply(batch, null));
  });
  measure('engine with its database (one transaction for 1,000 events)', EVENTS, () => {
    const home = mkdtempSync(join(tmpdir(), 'clawnex-bench-correlator-'));
    const db = openState(resolvePaths({ CLAWNEX_HOME: home }));
    const correlation = new Correlation(db, rules);
    inBatches(events, (batch) => correlation.applySignals(batch, batch.at(-1)?.time_ms ?? 0));
    db.close();
    rmSync(home, { recursive: true, force: true });
  });
  measure(`value_count with ${DISTINCT} different values in the window`, EVENTS, () => countDistinct());
}
const median = (list: readonly number[]) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;
const naive = median(rates['naive scan of every rule (detections only)'] ?? [1]);
for (const [name, list] of Object.entries(rates)) {
  console.log(
    `${Math.round(median(list)).toLocaleString('en')} events/s  ${name}  (${(median(list) / naive).toFixed(1)} times the naive scan)`,
  );
}
backtestMillion();
measureGroups();

function scanNaively(set: RuleSet, list: readonly Signal[]): number {
  let matches = 0;
  for (const { fields } of list) for (const rule of set.detections) if (rule.matches(fields)) matches += 1;
  return matches;
}

function countDistinct(): void {
  const compiled = compileRules([
    [
      'v.yaml',
      'title: e\nname: e\ndetection: { s: { kind: x }, condition: s }\n---\ntitle: v\ncorrelation: { type: value_count, rules: [e], group-by: [g], timespan: 40s, condition: { field: v, gte: 20000 } }\n',
    ],
  ]);
  if (!compiled.ok) throw new Error('the rule does not load');
  const engine = new Engine(compiled.rules);
  let next = 0;
  while (next < EVENTS) {
    const batch: Signal[] = [];
    for (let n = 0; n < BATCH; n += 1, next += 1)
      batch.push({
        id: `e${next}`,
        time_ms: 1_700_000_000_000 + next,
        origin: 'live',
        source: 's',
        fields: { kind: 'x', g: 'one', v: `v${(next * 7_919) % DISTINCT}` },
      });
    engine.apply(batch, null);
  }
}

function backtestMillion(): void {
  const run = new OfflineRun(rules);
  const start = process.hrtime.bigint();
  for (let part = 0; part < Math.ceil(1_000_000 / EVENTS); part += 1) {
    for (const signal of events)
      run.takeSignal({ ...signal, id: `${signal.id}-${part}`, time_ms: signal.time_ms + part * EVENTS });
  }
  const { alerts, incidents } = run.finish();
  console.log(
    `backtest of 1,000,000 events: ${(Number(process.hrtime.bigint() - start) / 1e9).toFixed(1)} s, ${alerts.length} alerts, ${incidents.length} incidents; aim < 30`,
  );
}

function measureGroups(): void {
  const compiled = compileRules([
    [
      'g.yaml',
      'title: e\nname: e\ndetection: { s: { kind: x }, condition: s }\n---\ntitle: g\ncorrelation: { type: event_count, rules: [e], group-by: [g], timespan: 1h, condition: { gte: 5 } }\n',
    ],
  ]);
  if (!compiled.ok) throw new Error('the rule does not load');
  const engine = new Engine(compiled.rules, { points_per_group: 50_000, groups: GROUPS, points: GROUPS * 2 });
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  for (let next = 0; next < GROUPS; ) {
    const batch: Signal[] = [];
    for (let n = 0; n < BATCH; n += 1, next += 1)
      batch.push({
        id: `event-${next}`,
        time_ms: 1_700_000_000_000 + next,
        origin: 'live',
        source: 's',
        fields: { kind: 'x', g: `group-${next}` },
      });
    engine.apply(batch, null);
  }
  globalThis.gc?.();
  const bytes = process.memoryUsage().heapUsed - before;
  console.log(
    `${engine.groups.size.toLocaleString('en')} groups of event_count with one event each: ${Math.round(bytes / 1024 ** 2)} MiB, ${Math.round(bytes / GROUPS)} bytes a group; aim <= 256 and <= 400 MB`,
  );
}
