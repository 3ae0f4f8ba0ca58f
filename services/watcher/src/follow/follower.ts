import { setTimeout as sleep } from 'node:timers/promises';
import type { OutgoingEvent } from '@clawnex/shared/bus/make-event.ts';
import type { Ruleset } from '@clawnex/shared/detection/ruleset.ts';
import type { DaemonContext } from '@clawnex/shared/kernel/lifecycle.ts';
import type { WatcherConfig } from '../config.ts';
import { SourceUnreadable } from '../permissions/unreadable.ts';
import type { FileWriters } from '../signals/file-writers.ts';
import type { SignalWatch } from '../signals/signal-watch.ts';
import { type Adapter, HISTORY_SLICE, LIVE_SLICE, type Source } from '../sources/source.ts';
import { FolderWatch } from './folder-watch.ts';
import { lookAround } from './look-around.ts';
import { Pacer } from './pacer.ts';
import type { PositionBook } from './position-book.ts';
import { readEntries } from './read-entries.ts';
import { ReadingRate } from './reading-rate.ts';
import type { Rescan } from './rescan.ts';
import { SourceList } from './source-list.ts';
import { Troubles } from './troubles.ts';

/** A file event is followed this much later: an append in two writes is then mostly read in one go. */
const SETTLE_MS = 15;
/** Signs that need a new look around come in swarms. */
const LOOK_AROUND_MS_MIN = 250;
/** A source with more than this left counts as history, whatever sign of life it gives. */
const LIVE_BEHIND_MAX = { bytes: 1024 * 1024, rows: 1_000 };

export interface FollowerParts {
  readonly context: DaemonContext;
  readonly config: WatcherConfig;
  readonly adapters: readonly Adapter[];
  readonly positions: PositionBook;
  readonly ruleset: Ruleset;
  readonly rescan: Rescan;
  readonly signals: SignalWatch;
  readonly writers: FileWriters;
  /** Resolves when the stream has the events. */
  publish(events: readonly OutgoingEvent[]): Promise<void>;
}

/** Finds sources and reads them, one slice after the other, for as long as the daemon runs. */
export class Follower {
  readonly sources = new SourceList();
  readonly troubles: Troubles;
  readonly rate: ReadingRate;
  readonly #parts: FollowerParts;
  readonly #pacer: Pacer;
  readonly #watch: FolderWatch;
  #lookedAroundAtMs = 0;
  #lookAroundSoon = true;
  #wake: () => void = () => undefined;

  constructor(parts: FollowerParts) {
    const { context, config } = parts;
    this.#parts = parts;
    this.troubles = new Troubles(context);
    this.rate = new ReadingRate(context.clock);
    this.#pacer = new Pacer(context.clock, config.history_cpu_percent);
    this.#watch = new FolderWatch((path) => {
      this.#changed(path);
    });
    context.health.lag(() => this.sources.entriesBehind());
    context.metrics.gauge('sources', () => this.sources.size);
    context.metrics.gauge('sources_unreadable', () => this.troubles.size);
    context.metrics.gauge('folders_watched', () => this.#watch.size);
    context.metrics.gauge('bytes_behind', () => this.sources.behind('bytes'));
    context.metrics.gauge('rows_behind', () => this.sources.behind('rows'));
  }

  /** Resolves when the daemon is told to stop. What was not acknowledged by then is read again at the next start. */
  async run(): Promise<void> {
    const { context, rescan } = this.#parts;
    try {
      while (!context.signal.aborted) {
        if (this.#lookAroundDue()) await this.#lookAround();
        const next = this.sources.take();
        if (next !== null) await this.#guarded(next.source, () => this.#read(next.source, next.live));
        else if (!(await rescan.step(this.#pacer))) await this.#idle();
        await this.#tellTroubles();
      }
    } finally {
      this.#watch.close();
    }
  }

  /** There is something to do that no file tells of. */
  wake(): void {
    this.#wake();
  }

  #changed(path: string): void {
    let concerned = false;
    for (const adapter of this.#parts.adapters) {
      const change = adapter.concerns(path);
      if (change === null) continue;
      concerned = true;
      if (change.kind === 'sources' || !this.sources.hurry(change.path)) this.#lookAroundSoon = true;
    }
    if (concerned) this.#wake();
  }

  #lookAroundDue(): boolean {
    const since_ms = this.#parts.context.clock.now() - this.#lookedAroundAtMs;
    // A clock that was set back must not put the sweep off.
    if (since_ms < 0) return true;
    return since_ms >= (this.#lookAroundSoon ? LOOK_AROUND_MS_MIN : this.#parts.config.sweep_s * 1_000);
  }

  async #lookAround(): Promise<void> {
    const { adapters, config, context } = this.#parts;
    this.#lookAroundSoon = false;
    const { homes, sources, folders, unreadable } = await lookAround(config.homes, adapters, context.env);
    this.sources.sync(sources);
    this.#watch.sync(folders);
    this.troubles.keepOnly(new Set([...unreadable, ...sources].map((each) => each.path)));
    for (const each of unreadable) this.troubles.report(each);
    await this.#parts.signals.sweep(homes, sources);
    this.#lookedAroundAtMs = context.clock.now();
  }

  /** Waits for a sign or for the next sweep. */
  async #idle(): Promise<void> {
    // A sign that came since the queues were looked at.
    if (this.sources.waiting) return;
    const { signal } = this.#parts.context;
    const since_ms = this.#parts.context.clock.now() - this.#lookedAroundAtMs;
    const due_ms = this.#lookAroundSoon ? LOOK_AROUND_MS_MIN : this.#parts.config.sweep_s * 1_000;
    const woken = new AbortController();
    this.#wake = () => {
      woken.abort();
    };
    const until = AbortSignal.any([signal, woken.signal]);
    await sleep(Math.max(1, due_ms - since_ms), undefined, { signal: until }).catch(() => undefined);
    this.#wake = () => undefined;
    if (woken.signal.aborted) await sleep(SETTLE_MS, undefined, { signal }).catch(() => undefined);
    this.#pacer.resume();
  }

  /** A source that cannot be read is told of and tried again at the next sweep; the others go on. */
  async #guarded(source: Source, read: () => Promise<void>): Promise<void> {
    const { context } = this.#parts;
    try {
      await read();
      this.troubles.clear(source.path);
    } catch (error) {
      if (context.signal.aborted) return;
      if (error instanceof SourceUnreadable) {
        this.troubles.report(error.unreadable);
        return;
      }
      context.health.error('Reading a source failed; it is tried again at the next sweep. See the log.');
      context.log.error({ err: error, path: source.path }, 'reading a source failed');
    }
  }

  async #tellTroubles(): Promise<void> {
    const events = this.troubles.takeUntold();
    if (events.length > 0) await this.#parts.publish(events);
  }

  async #read(source: Source, live: boolean): Promise<void> {
    const { context, positions, ruleset, publish, writers } = this.#parts;
    const slice = await source.read(positions, live ? LIVE_SLICE : HISTORY_SLICE);
    if (slice === null) {
      this.sources.remove(source.path);
      this.#lookAroundSoon = true;
      return;
    }
    const pause = () => (live ? this.#pacer.yield() : this.#pacer.rest(context.signal));
    const events = await readEntries({ context, ruleset, pause, writers }, source, slice.entries);
    events.push(...this.troubles.noticesOf(slice.notices));
    await publish(events);
    for (const { key, cursor } of slice.advances) await positions.advance(key, cursor);
    this.#pacer.resume();
    context.metrics.add('events_published', events.length);
    context.metrics.add('sources_restarted', slice.restarts);
    for (const { kind } of slice.notices) context.metrics.add(`entries_${kind}`);
    this.rate.add(source.unit, amountOf(slice, source.unit));
    this.sources.read(source.path, slice);
    if (slice.more) this.sources.again(source.path, live && slice.behind <= LIVE_BEHIND_MAX[source.unit]);
  }
}

function amountOf(
  slice: { readonly entries: readonly { readonly text: string }[] },
  unit: Source['unit'],
): number {
  if (unit === 'rows') return slice.entries.length;
  return slice.entries.reduce((sum, { text }) => sum + text.length, 0);
}
