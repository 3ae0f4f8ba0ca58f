/** A clock this far ahead of ours is wrong: it must not make everyone else's events look late. */
const CLOCK_AHEAD_MS_MAX = 300_000;
/** A source that said nothing for this long holds nobody up. */
const IDLE_MS = 60_000;
/** Sources are daemons on hosts. */
const SOURCES_MAX = 10_000;

interface SourceClock {
  newest_ms: number;
  /** Our clock when it last said something; 0 offline. */
  heard_ms: number;
}

/**
 * How far time has come: up to here, every source that is still talking has told its events. Rules subtract their
 * lateness. It never goes back.
 */
export class Watermark {
  readonly #sources = new Map<string, SourceClock>();
  #reached_ms = 0;

  /** `now_ms` is null offline, where only the events' own times exist. */
  observe(source: string, time_ms: number, now_ms: number | null): void {
    const believed = now_ms === null ? time_ms : Math.min(time_ms, now_ms + CLOCK_AHEAD_MS_MAX);
    const known = this.#sources.get(source);
    if (known === undefined) {
      if (this.#sources.size >= SOURCES_MAX) this.#sources.clear();
      this.#sources.set(source, { newest_ms: believed, heard_ms: now_ms ?? 0 });
    } else {
      known.newest_ms = Math.max(known.newest_ms, believed);
      known.heard_ms = now_ms ?? 0;
    }
  }

  /** Slowest of the sources that are not idle. When all are idle time goes on by our own clock. */
  advance(now_ms: number | null): number {
    let slowest = Number.POSITIVE_INFINITY;
    let newest = 0;
    for (const { newest_ms, heard_ms } of this.#sources.values()) {
      newest = Math.max(newest, newest_ms);
      if (now_ms === null || now_ms - heard_ms < IDLE_MS) slowest = Math.min(slowest, newest_ms);
    }
    const quiet = now_ms !== null && slowest === Number.POSITIVE_INFINITY && this.#sources.size > 0;
    const reached = quiet
      ? Math.max(newest, now_ms - IDLE_MS)
      : slowest === Number.POSITIVE_INFINITY
        ? newest
        : slowest;
    this.#reached_ms = Math.max(this.#reached_ms, reached);
    return this.#reached_ms;
  }

  get reached_ms(): number {
    return this.#reached_ms;
  }

  /** After a restart: what was reached, so that windows do not open again. */
  restore(reached_ms: number): void {
    this.#reached_ms = reached_ms;
  }

  /** Nothing more will come: all time has passed. */
  end(): void {
    this.#reached_ms = Number.MAX_SAFE_INTEGER;
  }
}
