/** Upper bounds in microseconds: from a cached verdict (tens of µs) to LiteLLM's patience. */
const LATENCY_BOUNDS_US = [
  50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 1_000_000,
];

interface Histogram {
  readonly counts: number[];
  sum_us: number;
  total: number;
}

/** Counters, gauges and latency histograms of one daemon, since its start. Names are snake_case, without a prefix. */
export class Metrics {
  readonly #counters = new Map<string, number>();
  readonly #gauges = new Map<string, () => number>();
  readonly #histograms = new Map<string, Histogram>();

  add(name: string, amount = 1): void {
    this.#counters.set(name, (this.#counters.get(name) ?? 0) + amount);
  }

  /** A value read when asked for. */
  gauge(name: string, read: () => number): void {
    this.#gauges.set(name, read);
  }

  observe(name: string, value_us: number): void {
    let histogram = this.#histograms.get(name);
    if (histogram === undefined) {
      histogram = { counts: LATENCY_BOUNDS_US.map(() => 0), sum_us: 0, total: 0 };
      this.#histograms.set(name, histogram);
    }
    histogram.sum_us += value_us;
    histogram.total += 1;
    const bucket = LATENCY_BOUNDS_US.findIndex((bound) => value_us <= bound);
    if (bucket >= 0) histogram.counts[bucket] = (histogram.counts[bucket] ?? 0) + 1;
  }

  /** Counters and gauges by name, for the health answer. */
  snapshot(): Record<string, number> {
    const values: Record<string, number> = Object.fromEntries(this.#counters);
    for (const [name, read] of this.#gauges) values[name] = read();
    return values;
  }

  /** Prometheus' text format 0.0.4. */
  toPrometheus(): string {
    const lines: string[] = [];
    for (const [name, value] of this.#counters) {
      lines.push(`# TYPE clawnex_${name}_total counter`, `clawnex_${name}_total ${value}`);
    }
    for (const [name, read] of this.#gauges) {
      lines.push(`# TYPE clawnex_${name} gauge`, `clawnex_${name} ${read()}`);
    }
    for (const [name, histogram] of this.#histograms) {
      const metric = `clawnex_${name}_seconds`;
      lines.push(`# TYPE ${metric} histogram`);
      let cumulative = 0;
      for (const [index, bound] of LATENCY_BOUNDS_US.entries()) {
        cumulative += histogram.counts[index] ?? 0;
        lines.push(`${metric}_bucket{le="${bound / 1e6}"} ${cumulative}`);
      }
      lines.push(`${metric}_bucket{le="+Inf"} ${histogram.total}`);
      lines.push(`${metric}_sum ${histogram.sum_us / 1e6}`, `${metric}_count ${histogram.total}`);
    }
    return `${lines.join('\n')}\n`;
  }
}
