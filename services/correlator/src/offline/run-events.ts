import type { Suppression } from '@clawnex/proto/controls/suppression.ts';
import type { Outcome } from '../engine/engine.ts';
import { type GroupLimits, OFFLINE_LIMITS } from '../engine/group-store.ts';
import { type EngineCounts, type Hit, noCounts } from '../engine/hit.ts';
import { LineReader } from '../events/read-line.ts';
import type { Signal } from '../events/signal.ts';
import type { Alert } from '../incidents/alert.ts';
import { compareAlerts } from '../incidents/group-alerts.ts';
import type { Incident } from '../incidents/incident.ts';
import { Pipeline } from '../pipeline.ts';
import type { RuleSet } from '../rules/rule.ts';

/** Events between two looks at windows: as live, only that nothing waits. */
const BATCH = 1_000;
/** Faulty lines that are told one by one. */
const FAULTS_MAX = 100;

export interface RunOptions {
  readonly suppressions?: readonly Suppression[];
  /** Leave windows open whose end the events did not reach. */
  readonly open_end?: boolean;
  readonly limits?: GroupLimits;
}

export interface RunResult {
  readonly alerts: readonly Alert[];
  readonly incidents: readonly Incident[];
  readonly counts: EngineCounts;
  readonly matched: ReadonlyMap<string, number>;
  readonly lines: number;
  readonly faults: readonly { readonly line: number; readonly message: string }[];
  readonly faults_total: number;
}

/** Runs rules over events and says what they raise: the daemon's own engine, without its database. */
export class OfflineRun {
  readonly #pipeline: Pipeline;
  readonly #options: RunOptions;
  readonly #reader = new LineReader();
  readonly #counts = noCounts();
  readonly #matched = new Map<string, number>();
  readonly #faults: { line: number; message: string }[] = [];
  /** Latest word on each alert: what came of it is told at the end. */
  readonly #hits = new Map<string, Hit>();
  #batch: Signal[] = [];
  #lines = 0;
  #faultsTotal = 0;

  constructor(rules: RuleSet, options: RunOptions = {}) {
    this.#pipeline = new Pipeline(rules, options.limits ?? OFFLINE_LIMITS);
    this.#pipeline.suppressions = options.suppressions ?? [];
    this.#options = options;
  }

  takeLine(line: string): void {
    this.#lines += 1;
    if (line.trim() === '') return;
    const read = this.#reader.read(line);
    if (read.ok) this.takeSignal(read.signal);
    else {
      this.#faultsTotal += 1;
      if (this.#faults.length < FAULTS_MAX) this.#faults.push({ line: this.#lines, message: read.message });
    }
  }

  takeSignal(signal: Signal): void {
    this.#batch.push(signal);
    if (this.#batch.length >= BATCH) this.flush();
  }

  finish(): RunResult {
    this.flush();
    if (this.#options.open_end !== true) this.#note(this.#pipeline.engine.end());
    this.#pipeline.file([...this.#hits.values()].map((hit) => ({ ...hit, change: 'raised' })));
    const { book } = this.#pipeline;
    return {
      alerts: [...book.alerts.values()].sort(compareAlerts),
      incidents: [...book.incidents.values()].sort(
        (a, b) => a.first_at_ms - b.first_at_ms || (a.incident_id < b.incident_id ? -1 : 1),
      ),
      counts: this.#counts,
      matched: this.#matched,
      lines: this.#lines,
      faults: this.#faults,
      faults_total: this.#faultsTotal,
    };
  }

  /** Looks at windows now, as after a batch from the stream. */
  flush(): void {
    this.#note(this.#pipeline.engine.apply(this.#batch, null));
    this.#batch = [];
  }

  #note({ hits, counts, matched }: Outcome): void {
    for (const hit of hits) {
      if (hit.change === 'retracted') this.#hits.delete(hit.alert_id);
      else this.#hits.set(hit.alert_id, hit);
    }
    let name: keyof EngineCounts;
    for (name in counts) this.#counts[name] += counts[name];
    for (const [rule, count] of matched) this.#matched.set(rule, (this.#matched.get(rule) ?? 0) + count);
  }
}
