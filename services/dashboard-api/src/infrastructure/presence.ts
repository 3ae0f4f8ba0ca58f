import type { DaemonName } from '@clawnex/proto/daemons.ts';
import type { Health } from '@clawnex/proto/health.ts';
import type { DaemonStatus } from '@clawnex/proto/http/dashboard/infrastructure.ts';
import { toIso } from '@clawnex/shared/kernel/clock.ts';

/** What asking one daemon came to. `late` = no answer in time; `absent` = nobody is there to answer. */
export type Answer =
  | { readonly kind: 'health'; readonly health: Health }
  | { readonly kind: 'late' }
  | { readonly kind: 'absent' }
  | { readonly kind: 'broker_away' };

/** One late answer is a busy moment, two in a row are silence. */
const LATE_BEFORE_SILENT = 2;

/** Follows one daemon: what it last said, and since when it is how it is. */
export class Presence {
  readonly #daemon: DaemonName;
  #presence: DaemonStatus['presence'] = 'unseen';
  #sinceMs: number;
  #lastSeenMs: number | null = null;
  #health: Health | null = null;
  #late = 0;

  constructor(daemon: DaemonName, nowMs: number) {
    this.#daemon = daemon;
    this.#sinceMs = nowMs;
  }

  record(answer: Answer, nowMs: number): void {
    this.#late = answer.kind === 'late' ? this.#late + 1 : 0;
    if (answer.kind === 'health') {
      this.#health = answer.health;
      this.#lastSeenMs = nowMs;
    }
    const presence = this.#judge(answer);
    if (presence === this.#presence) return;
    this.#presence = presence;
    this.#sinceMs = nowMs;
  }

  status(): DaemonStatus {
    return {
      daemon: this.#daemon,
      presence: this.#presence,
      since: toIso(this.#sinceMs),
      last_seen: this.#lastSeenMs === null ? null : toIso(this.#lastSeenMs),
      health: this.#health === null ? null : toHealthView(this.#health),
    };
  }

  #judge(answer: Answer): DaemonStatus['presence'] {
    if (answer.kind === 'health') return 'answering';
    if (answer.kind === 'broker_away') return 'unknown';
    if (this.#presence === 'answering' && answer.kind === 'late' && this.#late < LATE_BEFORE_SILENT)
      return 'answering';
    return this.#lastSeenMs === null ? 'unseen' : 'silent';
  }
}

function toHealthView(health: Health): NonNullable<DaemonStatus['health']> {
  return {
    state: health.state,
    version: health.version,
    pid: health.pid,
    started_at: toIso(health.started_at_ms),
    memory_bytes: health.memory_bytes,
    loop_delay_ms: health.loop_delay_ms,
    lag: health.lag ?? null,
    listens: health.listens ?? null,
    problems: health.problems,
    last_error:
      health.last_error === undefined
        ? null
        : { at: toIso(health.last_error.at_ms), message: health.last_error.message },
    counters: health.counters,
  };
}
