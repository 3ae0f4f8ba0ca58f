import type { EnforcementChanged } from '@clawnex/proto/events/enforcement.ts';
import type { OutgoingEvent } from '@clawnex/shared/bus/make-event.ts';
import type { Clock } from '@clawnex/shared/kernel/clock.ts';
import { contentId } from '@clawnex/shared/kernel/ids.ts';
import type { ControlSources } from './controls.ts';

/** How late a beginning or an ending may be told; it acts at once all the same. */
const LOOK_MS = 1_000;

interface Watched {
  readonly about: Omit<EnforcementChanged, 'state' | 'bypassed'>;
  readonly sinceMs: number;
  readonly untilMs: number;
}

interface EnforcementClockOptions {
  readonly sources: ControlSources;
  readonly clock: Clock;
  /** Puts an event on the spool; false when the disk refuses, then it is told again. */
  record(event: OutgoingEvent): boolean;
  /** Calls bypassed under a lifting; undefined where this process did not see all of it. */
  bypassed(id: string): number | undefined;
}

/**
 * Tells when stops and liftings of enforcement begin and end. Ids follow from what they are about: told twice, after a
 * restart, is stored once.
 */
export class EnforcementClock {
  readonly #options: EnforcementClockOptions;
  readonly #told = new Set<string>();
  #known = new Map<string, Watched>();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: EnforcementClockOptions) {
    this.#options = options;
  }

  start(): void {
    this.look();
    this.#timer = setInterval(() => this.look(), LOOK_MS);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Tells what began or ended since the last look. */
  look(): void {
    const now = this.#options.clock.now();
    const present = new Map(this.#list().map((item) => [`${item.about.kind} ${item.about.id}`, item]));
    for (const [key, item] of this.#known) {
      if (present.has(key)) continue;
      // Taken back by an operator before its time, or replaced after it.
      if (this.#told.has(`${key} started`)) this.#tell(key, item, 'ended', Math.min(now, item.untilMs));
    }
    for (const [key, item] of present) {
      if (item.sinceMs > now) continue;
      this.#tell(key, item, 'started', item.sinceMs);
      if (item.untilMs <= now) this.#tell(key, item, 'ended', item.untilMs);
    }
    this.#known = present;
  }

  #tell(key: string, { about, untilMs }: Watched, state: 'started' | 'ended', time: number): void {
    const name = `${key} ${state}`;
    if (this.#told.has(name)) return;
    const bypassed =
      state === 'ended' && about.kind === 'break_glass' ? this.#options.bypassed(about.id) : undefined;
    const data: EnforcementChanged = {
      ...about,
      state,
      until_ms: untilMs,
      ...(bypassed === undefined ? {} : { bypassed }),
    };
    const id = contentId('enforcement', about.kind, about.id, state);
    if (this.#options.record({ type: 'enforcement.changed', id, time, data })) this.#told.add(name);
  }

  #list(): Watched[] {
    const { sources } = this.#options;
    const stops = sources
      .current('containment')
      .stops.map(({ id, kind, name, reason, by, since_ms, until_ms }) => ({
        about: { kind: 'stop' as const, id, name: `${kind} ${name}`, reason, by },
        sinceMs: since_ms,
        untilMs: until_ms,
      }));
    const { lifting } = sources.current('break_glass');
    if (lifting === null || lifting.since_ms === null || lifting.until_ms === null) return stops;
    const { id, reason, by, since_ms, until_ms } = lifting;
    const about = { kind: 'break_glass' as const, id, reason, by };
    return [...stops, { about, sinceMs: since_ms, untilMs: until_ms }];
  }
}
