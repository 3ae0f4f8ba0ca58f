import type { Policy } from '@clawnex/proto/policy.ts';
import type { Clock } from '@clawnex/shared/kernel/clock.ts';
import type { MountOptions } from '@clawnex/shared/kernel/http/mount-route.ts';
import type { Database } from '@clawnex/shared/store/database.ts';
import type { ReaderPool } from '@clawnex/shared/store/reader-pool.ts';
import type { AskWatcher } from './agent-sessions/ask-watcher.ts';
import type { ConfigPublisher } from './controls/config-publisher.ts';
import type { Desks } from './controls/desks.ts';
import type { AskCorrelator } from './correlations/ask-correlator.ts';
import type { ExchangeReader } from './exchanges/exchange-reader.ts';
import type { SignedIn, Visitor } from './gate/caller.ts';
import type { RunHostScan } from './host/run-host-scan.ts';
import type { InfrastructureMonitor } from './infrastructure/infrastructure-monitor.ts';
import type { LiveHub } from './live/live-hub.ts';
import type { PolicyKeeper } from './policy/policy-keeper.ts';
import type { SelfTest } from './self-test/self-test.ts';
import type { SessionStore } from './sessions/session-store.ts';
import type { FirstOperator } from './setup/first-operator.ts';
import type { ShieldTestBench } from './shield-tests/shield-test-bench.ts';
import type { SignIn } from './sign-in/sign-in.ts';
import type { ControlWriter } from './store/control-writer.ts';
import type { AskTrust } from './trust/ask-trust.ts';

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
  readonly shieldTests: ShieldTestBench;
  readonly selfTest: SelfTest;
  /** Makes the markers of canaries. */
  readonly canaryKey: string;
  /** What the watcher watches and how far it is. */
  readonly askWatcher: AskWatcher;
  /** Rules, threat score, trying rules. */
  readonly askCorrelator: AskCorrelator;
  readonly askTrust: AskTrust;
  /** Has the host scanner of this machine run now. */
  readonly runHostScan: RunHostScan;
  readonly monitor: InfrastructureMonitor;
  readonly hub: LiveHub;
  /** For routes that are public by declaration, and for all others. */
  readonly visitors: MountOptions<Visitor>;
  readonly operators: MountOptions<SignedIn>;
}
