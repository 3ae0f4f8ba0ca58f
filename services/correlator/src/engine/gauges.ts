import type { CorrelationRule } from '../rules/rule.ts';
import type { Point } from './point.ts';

/** Measures a window as points enter at its end and leave at its start: no event is looked at twice. */
export interface Gauge {
  enter(point: Point): void;
  leave(point: Point): void;
  /** The measure, for sentences and for `holds`. */
  value(): number;
  holds(): boolean;
}

export function makeGauge(rule: CorrelationRule): Gauge {
  const { measure } = rule;
  switch (measure.of) {
    case 'events':
      return rule.countOnceBy === null
        ? new EventGauge(measure.holds)
        : new DistinctGauge(measure.holds, (point) => [point.signal]);
    case 'values':
      return new DistinctGauge(measure.holds, (point) => point.values ?? []);
    case 'sum':
    case 'average':
      return new SumGauge(measure.holds, measure.of === 'average');
    case 'percentile':
      return new PercentileGauge(measure.holds, measure.percentile);
    case 'steps':
    case 'expression':
      return new StepGauge(rule);
  }
}

class EventGauge implements Gauge {
  #count = 0;
  readonly #holds: (value: number) => boolean;
  constructor(holds: (value: number) => boolean) {
    this.#holds = holds;
  }
  enter(): void {
    this.#count += 1;
  }
  leave(): void {
    this.#count -= 1;
  }
  value(): number {
    return this.#count;
  }
  holds(): boolean {
    return this.#holds(this.#count);
  }
}

/** Distinct values by reference counts. With several fields each must have enough. */
class DistinctGauge implements Gauge {
  readonly #holds: (value: number) => boolean;
  readonly #valuesOf: (point: Point) => readonly (string | number)[];
  readonly #counts: Map<string | number, number>[] = [];

  constructor(holds: (value: number) => boolean, valuesOf: (point: Point) => readonly (string | number)[]) {
    this.#holds = holds;
    this.#valuesOf = valuesOf;
  }
  enter(point: Point): void {
    for (const [index, value] of this.#valuesOf(point).entries()) {
      let counts = this.#counts[index];
      if (counts === undefined) {
        counts = new Map();
        this.#counts[index] = counts;
      }
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
  }
  leave(point: Point): void {
    for (const [index, value] of this.#valuesOf(point).entries()) {
      const counts = this.#counts[index];
      const left = (counts?.get(value) ?? 0) - 1;
      if (left <= 0) counts?.delete(value);
      else counts?.set(value, left);
    }
  }
  value(): number {
    return this.#counts.length === 0 ? 0 : Math.min(...this.#counts.map((counts) => counts.size));
  }
  holds(): boolean {
    return this.#counts.length === 0
      ? this.#holds(0)
      : this.#counts.every((counts) => this.#holds(counts.size));
  }
}

class SumGauge implements Gauge {
  readonly #holds: (value: number) => boolean;
  readonly #average: boolean;
  #count = 0;
  #sum = 0;
  constructor(holds: (value: number) => boolean, average: boolean) {
    this.#holds = holds;
    this.#average = average;
  }
  enter(point: Point): void {
    this.#count += 1;
    this.#sum += numberOf(point);
  }
  leave(point: Point): void {
    this.#count -= 1;
    // An empty window forgets what rounding left behind.
    this.#sum = this.#count === 0 ? 0 : this.#sum - numberOf(point);
  }
  value(): number {
    if (!this.#average) return this.#sum;
    return this.#count === 0 ? Number.NaN : this.#sum / this.#count;
  }
  holds(): boolean {
    return this.#count > 0 && this.#holds(this.value());
  }
}

/** A sorted list: windows are small enough that moving numbers costs less than an estimate's error. */
class PercentileGauge implements Gauge {
  readonly #holds: (value: number) => boolean;
  readonly #percentile: number;
  readonly #sorted: number[] = [];
  constructor(holds: (value: number) => boolean, percentile: number) {
    this.#holds = holds;
    this.#percentile = percentile;
  }
  enter(point: Point): void {
    const value = numberOf(point);
    this.#sorted.splice(this.#placeOf(value), 0, value);
  }
  leave(point: Point): void {
    this.#sorted.splice(this.#placeOf(numberOf(point)), 1);
  }
  /** By linear interpolation between the closest ranks. */
  value(): number {
    const rank = (this.#percentile / 100) * (this.#sorted.length - 1);
    const below = this.#sorted[Math.floor(rank)] ?? Number.NaN;
    const above = this.#sorted[Math.ceil(rank)] ?? Number.NaN;
    return below + (above - below) * (rank - Math.floor(rank));
  }
  holds(): boolean {
    return this.#sorted.length > 0 && this.#holds(this.value());
  }
  #placeOf(value: number): number {
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#sorted[middle] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Which steps are in the window. */
class StepGauge implements Gauge {
  readonly #counts: number[];
  readonly #rule: CorrelationRule;
  #present = 0;
  constructor(rule: CorrelationRule) {
    this.#rule = rule;
    this.#counts = rule.steps.map(() => 0);
  }
  enter(point: Point): void {
    this.#change(point, 1);
  }
  leave(point: Point): void {
    this.#change(point, -1);
  }
  value(): number {
    if (this.#rule.measure.of === 'steps') return this.#present;
    return this.#rule.measure.expression((step) => (this.#counts[step] ?? 0) > 0) ? 1 : 0;
  }
  holds(): boolean {
    return this.#rule.measure.holds(this.value());
  }
  #change(point: Point, by: number): void {
    for (let step = 0; step < this.#counts.length; step += 1) {
      if ((point.steps & (1 << step)) === 0) continue;
      const before = this.#counts[step] ?? 0;
      this.#counts[step] = before + by;
      if (before === 0) this.#present += 1;
      else if (before + by === 0) this.#present -= 1;
    }
  }
}

function numberOf(point: Point): number {
  const value = point.values?.[0];
  return typeof value === 'number' ? value : Number(value);
}
