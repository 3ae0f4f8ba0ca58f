import type { Lifting } from '@clawnex/proto/controls/break-glass.ts';
import type { Canary } from '@clawnex/proto/controls/canary.ts';
import type { Exception } from '@clawnex/proto/controls/exception.ts';
import type { Review } from '@clawnex/proto/controls/review.ts';
import type { Stop } from '@clawnex/proto/controls/stop.ts';
import type { ConfigKey, ConfigValue } from '@clawnex/proto/kv.ts';
import type { Clock } from '@clawnex/shared/kernel/clock.ts';
import { SettledPolicy } from '@clawnex/shared/policy/settle-policy.ts';
import { LiftingWatch } from './lifting-watch.ts';

/** The published configuration, as of now. */
export interface ControlSources {
  current<K extends ConfigKey>(key: K): ConfigValue<K>;
}

/**
 * Everything operators decided that acts on calls, by the shield's own clock: what came over the bus last, or lies on
 * disk, holds until then with every other daemon dead.
 */
export class Controls {
  readonly #sources: ControlSources;
  readonly #clock: Clock;
  readonly #lifting: LiftingWatch;
  #settled: SettledPolicy | undefined;

  constructor(sources: ControlSources, clock: Clock) {
    this.#sources = sources;
    this.#clock = clock;
    this.#lifting = new LiftingWatch(clock);
  }

  get policy(): ConfigValue<'policy'> {
    return this.#sources.current('policy');
  }

  get canaries(): readonly Canary[] {
    return this.#sources.current('canaries').canaries;
  }

  settled(): SettledPolicy {
    const { policy } = this;
    if (this.#settled?.policy !== policy) this.#settled = new SettledPolicy(policy);
    return this.#settled;
  }

  exceptions(): readonly Exception[] {
    const now = this.#clock.now();
    return this.#sources.current('exceptions').exceptions.filter((one) => one.expires_at_ms > now);
  }

  stops(): readonly Stop[] {
    const now = this.#clock.now();
    return this.#sources
      .current('containment')
      .stops.filter(({ since_ms, until_ms }) => since_ms <= now && now < until_ms);
  }

  approvals(): readonly Review[] {
    const now = this.#clock.now();
    return this.#sources
      .current('reviews')
      .reviews.filter(({ verdict, until_ms }) => verdict === 'approved' && now < until_ms);
  }

  /** Enforcement is lifted now. */
  lifting(): Lifting | null {
    return this.#lifting.active(this.#sources.current('break_glass').lifting);
  }

  /** Changes whenever the same check could be decided in another way. */
  version(): string {
    const revisions = (
      ['policy', 'exceptions', 'containment', 'reviews', 'own_rules', 'canaries'] as const
    ).map((key) => this.#sources.current(key).revision);
    const stops = this.stops().map(({ id }) => id);
    return [...revisions, this.lifting()?.id ?? '', ...stops].join();
  }
}
