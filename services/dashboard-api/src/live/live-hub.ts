import type { Infrastructure } from '@clawnex/proto/http/dashboard/infrastructure.ts';
import { LIVE_FRAMES_PER_SECOND_MAX, LIVE_ROWS_MAX } from '@clawnex/proto/http/dashboard/live.ts';
import type { PolicyView } from '@clawnex/proto/http/dashboard/policy.ts';
import type { LiveTopic } from '@clawnex/proto/live.ts';
import { PERMISSION } from '@clawnex/proto/permission-names.ts';
import type { Permission } from '@clawnex/proto/permissions.ts';
import type { Clock } from '@clawnex/shared/kernel/clock.ts';
import type { ChangedExchanges } from '../exchanges/exchange-reader.ts';
import { encodeFrame, HEARTBEAT, HELLO } from './frame.ts';
import type { LiveClient } from './live-client.ts';

/** One stream per browser: enough for a large team, small enough to serve each 250 ms. */
export const CLIENTS_MAX = 100;
const PUMP_INTERVAL_MS = 1_000 / LIVE_FRAMES_PER_SECOND_MAX;
/** A whole list every quarter second would help nobody who is that far behind. */
const RELOAD_INTERVAL_MS = 2_000;

/** Lists other than traffic are read again as a whole: once a second is soon enough for people. */
const CHANGED_INTERVAL_MS = 1_000;
/** What one has to be allowed to see to be told of a change. */
const SEEN_WITH = {
  exchanges: PERMISSION.readTraffic,
  scans: PERMISSION.readTraffic,
  sessions: PERMISSION.readTraffic,
  alerts: PERMISSION.readIncidents,
  incidents: PERMISSION.readIncidents,
  findings: PERMISSION.readPosture,
} as const satisfies Record<LiveTopic, Permission>;

export interface LiveSources {
  readonly clock: Clock;
  readChanges(after: number, limit: number): ChangedExchanges;
  infrastructure(): Infrastructure;
  policy(): PolicyView;
  /** What the session may see now; null when it has ended. Does not count as use of the session. */
  permissionsOf(sessionHash: string): readonly Permission[] | null;
  onError(error: unknown): void;
}

/**
 * Brings every open stream up to date. Readers at the same revision share one query and one frame. Revisions are
 * committed in order by one writer, so that "everything after my cursor, from one snapshot" neither misses nor repeats.
 */
export class LiveHub {
  readonly #sources: LiveSources;
  readonly #clients = new Set<LiveClient>();
  #timer: NodeJS.Timeout | undefined;
  #pumpedAtMs = 0;
  readonly #changed = new Set<LiveTopic>();
  #tellChanged: NodeJS.Timeout | undefined;

  constructor(sources: LiveSources) {
    this.#sources = sources;
  }

  get size(): number {
    return this.#clients.size;
  }

  add(client: LiveClient): void {
    this.#clients.add(client);
    client.send(HELLO);
    this.#offer(
      client,
      PERMISSION.readInfrastructure,
      encodeFrame('infrastructure', this.#sources.infrastructure()),
    );
    this.#offer(client, PERMISSION.readPolicy, encodeFrame('policy', this.#sources.policy()));
    this.wake();
  }

  remove(client: LiveClient): void {
    this.#clients.delete(client);
  }

  /** Something was committed: pump now, or when the frames of a second are used up, a little later. */
  wake(): void {
    if (this.#timer !== undefined || this.#clients.size === 0) return;
    const wait = Math.max(0, this.#pumpedAtMs + PUMP_INTERVAL_MS - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#pumpedAtMs = performance.now();
      try {
        this.pump();
      } catch (error) {
        this.#sources.onError(error);
      }
    }, wait);
  }

  /** One round: each group of readers gets what changed since its revision. */
  pump(): void {
    for (const [cursor, clients] of Map.groupBy(this.#clients, (client) => client.cursor)) {
      const changed = this.#sources.readChanges(cursor, LIVE_ROWS_MAX + 1);
      if (changed.revision < cursor || changed.rows.length > LIVE_ROWS_MAX) {
        this.#reload(clients, changed.revision);
        continue;
      }
      const frame = changed.rows.length === 0 ? null : encodeFrame('exchanges', changed, changed.revision);
      for (const client of clients) {
        client.cursor = changed.revision;
        if (frame !== null) this.#offer(client, PERMISSION.readTraffic, frame);
      }
    }
  }

  announceInfrastructure(infrastructure: Infrastructure): void {
    if (this.#clients.size > 0)
      this.#broadcast(PERMISSION.readInfrastructure, encodeFrame('infrastructure', infrastructure));
  }

  announcePolicy(policy: PolicyView): void {
    if (this.#clients.size > 0) this.#broadcast(PERMISSION.readPolicy, encodeFrame('policy', policy));
  }

  /** What operators decide besides the policy changed. */
  announceControls(revision: number): void {
    if (this.#clients.size > 0) this.#broadcast(PERMISSION.readPolicy, encodeFrame('controls', { revision }));
  }

  /** Rows of these kinds were committed: who may see them is told at once, and then once an interval while more come. */
  announceChanged(topics: readonly LiveTopic[]): void {
    if (this.#clients.size === 0) return;
    for (const topic of topics) this.#changed.add(topic);
    if (this.#tellChanged === undefined) this.#tell();
  }

  #tell(): void {
    this.#tellChanged = undefined;
    if (this.#changed.size === 0) return;
    const changed = [...this.#changed];
    this.#changed.clear();
    for (const [permission, seen] of Object.entries(Object.groupBy(changed, (topic) => SEEN_WITH[topic]))) {
      // Object.entries of a record by permission: its own keys.
      this.#broadcast(permission as Permission, encodeFrame('changed', { topics: seen }));
    }
    this.#tellChanged = setTimeout(() => this.#tell(), CHANGED_INTERVAL_MS);
  }

  /** Rows went away, which no revision tells: everyone is to read the list again. */
  reloadAll(revision: number): void {
    const frame = encodeFrame('reload', { revision }, revision);
    for (const client of this.#clients) client.cursor = revision;
    if (this.#clients.size > 0) this.#broadcast(PERMISSION.readTraffic, frame);
  }

  beat(): void {
    for (const client of this.#clients) this.#deliver(client, HEARTBEAT);
  }

  /** Ends the streams of sessions that have ended, and takes note of changed roles. */
  checkSessions(): void {
    for (const client of this.#clients) {
      const permissions = this.#sources.permissionsOf(client.sessionHash);
      if (permissions?.includes(PERMISSION.readTraffic) === true) client.permissions = new Set(permissions);
      else this.#end(client);
    }
  }

  endSession(sessionHash: string): void {
    for (const client of this.#clients) if (client.sessionHash === sessionHash) this.#end(client);
  }

  close(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#tellChanged);
    for (const client of this.#clients) this.#end(client);
  }

  /** Too far behind for a frame, or ahead of a store that was replaced: the list is to be read again. */
  #reload(clients: readonly LiveClient[], revision: number): void {
    const now = this.#sources.clock.now();
    const frame = encodeFrame('reload', { revision }, revision);
    for (const client of clients) {
      if (now < client.reloadNotBeforeMs) continue;
      client.cursor = revision;
      client.reloadNotBeforeMs = now + RELOAD_INTERVAL_MS;
      this.#offer(client, PERMISSION.readTraffic, frame);
    }
  }

  #broadcast(permission: Permission, frame: Uint8Array): void {
    for (const client of this.#clients) this.#offer(client, permission, frame);
  }

  #offer(client: LiveClient, permission: Permission, frame: Uint8Array): void {
    if (client.permissions.has(permission)) this.#deliver(client, frame);
  }

  #deliver(client: LiveClient, frame: Uint8Array): void {
    if (client.send(frame)) return;
    client.cut();
    this.#clients.delete(client);
  }

  #end(client: LiveClient): void {
    client.end();
    this.#clients.delete(client);
  }
}
