import type { Policy } from '@clawnex/proto/policy.ts';
import type { Clock } from '@clawnex/shared/kernel/clock.ts';
import type { MountOptions } from '@clawnex/shared/kernel/http/mount-route.ts';
import type { Database } from '@clawnex/shared/store/database.ts';
import type { ReaderPool } from '@clawnex/shared/store/reader-pool.ts';
import type { ConfigPublisher } from './controls/config-publisher.ts';
import type { Desks } from './controls/desks.ts';
import type { ExchangeReader } from './exchanges/exchange-reader.ts';
import type { SignedIn, Visitor } from './gate/caller.ts';
import type { InfrastructureMonitor } from './infrastructure/infrastructure-monitor.ts';
import type { LiveHub } from './live/live-hub.ts';
import type { PolicyKeeper } from './policy/policy-keeper.ts';
import type { SessionStore } from './sessions/session-store.ts';
import type { FirstOperator } from './setup/first-operator.ts';
import type { SignIn } from './sign-in/sign-in.ts';
import type { ControlWriter } from './store/control-writer.ts';

/** What the routes work with. */
export interface Api {
  readonly clock: Clock;
  readonly reader: Database;
  readonly pool: ReaderPool;
  readonly writer: ControlWriter;
  readonly sessions: SessionStore;
  readonly signIn: SignIn;
  readonly firstOperator: FirstOperator;
  readonly exchanges: ExchangeReader;
  readonly policy: PolicyKeeper;
  readonly publisher: ConfigPublisher<Policy>;
  readonly desks: Desks;
  /** Makes the markers of canaries. */
  readonly canaryKey: string;
  readonly monitor: InfrastructureMonitor;
  readonly hub: LiveHub;
  /** For routes that are public by declaration, and for all others. */
  readonly visitors: MountOptions<Visitor>;
  readonly operators: MountOptions<SignedIn>;
}
