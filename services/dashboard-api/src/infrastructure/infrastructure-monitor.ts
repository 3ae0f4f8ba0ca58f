import { setTimeout as wait } from 'node:timers/promises';
import { DAEMONS, type DaemonName } from '@clawnex/proto/daemons.ts';
import type { Infrastructure } from '@clawnex/proto/http/dashboard/infrastructure.ts';
import { type Clock, toIso } from '@clawnex/shared/kernel/clock.ts';
import { type Answer, Presence } from './presence.ts';

export type BrokerView = Infrastructure['broker'];
export type StoreView = Infrastructure['store'];

/**
 * Questions have deadlines of their own (1 s for a daemon, 5 s for the broker). One that never comes back must not
 * freeze the picture of everything else.
 */
const ROUND_DEADLINE_MS = 6_000;

export interface InfrastructureSources {
  readonly clock: Clock;
  ask(daemon: DaemonName): Promise<Answer>;
  readBroker(): Promise<BrokerView>;
  readStore(): StoreView;
}

/** Asks every daemon, the broker and the store how they are, and tells when something changed. */
export class InfrastructureMonitor {
  readonly #sources: InfrastructureSources;
  readonly #presences: ReadonlyMap<DaemonName, Presence>;
  readonly #listeners: ((now: Infrastructure) => void)[] = [];
  #current: Infrastructure;
  #fingerprint = '';

  constructor(sources: InfrastructureSources) {
    this.#sources = sources;
    const now = sources.clock.now();
    this.#presences = new Map(DAEMONS.map((daemon) => [daemon, new Presence(daemon, now)]));
    this.#current = {
      read_at: toIso(now),
      daemons: this.#statuses(),
      broker: {
        connected: false,
        since: toIso(now),
        server_version: null,
        stream_messages: null,
        stream_bytes: null,
        dead_letters: null,
      },
      store: sources.readStore(),
    };
  }

  current(): Infrastructure {
    return this.#current;
  }

  onChange(listener: (now: Infrastructure) => void): void {
    this.#listeners.push(listener);
  }

  /** One round of questions, all at once. */
  async poll(): Promise<void> {
    const late = new AbortController();
    const timeUp = <Value>(value: Value) =>
      wait(ROUND_DEADLINE_MS, value, { signal: late.signal }).catch(() => value);
    const broker = Promise.race([this.#sources.readBroker(), timeUp(this.#current.broker)]);
    await Promise.all(
      [...this.#presences].map(async ([daemon, presence]) => {
        const answer = await Promise.race([this.#sources.ask(daemon), timeUp<Answer>({ kind: 'late' })]);
        presence.record(answer, this.#sources.clock.now());
      }),
    );
    this.#current = {
      read_at: toIso(this.#sources.clock.now()),
      daemons: this.#statuses(),
      broker: await broker,
      store: this.#sources.readStore(),
    };
    late.abort();
    const fingerprint = fingerprintOf(this.#current);
    if (fingerprint === this.#fingerprint) return;
    this.#fingerprint = fingerprint;
    for (const listener of this.#listeners) listener(this.#current);
  }

  #statuses(): Infrastructure['daemons'] {
    return [...this.#presences.values()].map((presence) => presence.status());
  }
}

/** The times of reading change with every round; they alone are no news. */
function fingerprintOf(infrastructure: Infrastructure): string {
  const daemons = infrastructure.daemons.map((daemon) => ({ ...daemon, last_seen: null }));
  return JSON.stringify({ ...infrastructure, daemons, read_at: null });
}
