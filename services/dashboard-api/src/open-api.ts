import { PORTS } from '@clawnex/proto/daemons.ts';
import { ROLE_PERMISSIONS } from '@clawnex/proto/permissions.ts';
import { requestCommand } from '@clawnex/shared/bus/commands.ts';
import { putConfig } from '@clawnex/shared/bus/config-watch.ts';
import type { Bus } from '@clawnex/shared/bus/connect.ts';
import { publishConfirmed } from '@clawnex/shared/bus/publish-confirmed.ts';
import type { DaemonContext } from '@clawnex/shared/kernel/lifecycle.ts';
import { readOrCreateSecret } from '@clawnex/shared/kernel/secrets.ts';
import { openStoreReader, openStoreWriter } from '@clawnex/shared/store/open-store.ts';
import { openReaderPool } from '@clawnex/shared/store/reader-pool.ts';
import { prepareAskWatcher } from './agent-sessions/ask-watcher.ts';
import type { Api } from './api.ts';
import { READER_POOL_OPTIONS } from './bundle.ts';
import type { DashboardConfig } from './config.ts';
import { ConfigPublisher } from './controls/config-publisher.ts';
import { openDesks } from './controls/desks.ts';
import { prepareAskCorrelator } from './correlations/ask-correlator.ts';
import { ExchangeReader } from './exchanges/exchange-reader.ts';
import { readClient } from './gate/client-address.ts';
import { DenialAudit } from './gate/denial-audit.ts';
import { type GateParts, operatorGate, visitorGate } from './gate/gates.ts';
import type { PublicAddress } from './gate/public-address.ts';
import { prepareRunHostScan } from './host/run-host-scan.ts';
import { askDaemon } from './infrastructure/ask-daemon.ts';
import { InfrastructureMonitor } from './infrastructure/infrastructure-monitor.ts';
import { readBroker } from './infrastructure/read-broker.ts';
import { readStore } from './infrastructure/read-store.ts';
import { LiveHub } from './live/live-hub.ts';
import { PolicyKeeper, toPolicyView } from './policy/policy-keeper.ts';
import { SelfTest } from './self-test/self-test.ts';
import { SessionStore } from './sessions/session-store.ts';
import { FirstOperator } from './setup/first-operator.ts';
import { SetupTokens } from './setup/setup-tokens.ts';
import { ShieldTestBench } from './shield-tests/shield-test-bench.ts';
import { PasswordHasher } from './sign-in/password-hash.ts';
import { recallAttempts } from './sign-in/recall-attempts.ts';
import { SignIn } from './sign-in/sign-in.ts';
import { Throttle } from './sign-in/throttle.ts';
import { ControlWriter } from './store/control-writer.ts';
import { prepareAskTrust } from './trust/ask-trust.ts';

/** Opens the store and puts the parts together; closes the store when the daemon stops. */
export async function openApi(
  context: DaemonContext,
  config: DashboardConfig,
  bus: Bus,
  address: () => PublicAddress,
): Promise<Api> {
  const { clock, health, log } = context;
  const writer = new ControlWriter(openStoreWriter(context.paths), clock, health);
  const reader = openStoreReader(context.paths);
  const pool = openReaderPool(context.paths, READER_POOL_OPTIONS);
  context.onStop('store', async () => {
    await pool.close();
    reader.close();
    writer.db.close();
  });

  const sessions = new SessionStore(reader, writer, clock);
  const hasher = new PasswordHasher();
  await hasher.prepare();
  context.metrics.gauge('password_checks', () => hasher.checks);
  const throttle = new Throttle(clock);
  recallAttempts(reader, throttle, clock.now());
  const signIn = new SignIn({ writer, sessions, hasher, throttle });
  const firstOperator = new FirstOperator({
    writer,
    sessions,
    hasher,
    throttle: new Throttle(clock),
    clock,
    tokens: new SetupTokens(clock),
  });

  const policy = new PolicyKeeper(writer, clock);
  const publisher = new ConfigPublisher({
    name: 'policy',
    current: () => policy.current(),
    connected: () => bus.connected(),
    put: (value) => putConfig(bus, 'policy', value),
    onChange: () => hub.announcePolicy(policyView()),
    onProblem: (message) => health.problem('policy', message),
  });
  const desks = openDesks({
    writer,
    clock,
    connected: () => bus.connected(),
    put: (key, value) => putConfig(bus, key, value),
    onProblem: (key, message) => health.problem(key.replaceAll('_', ' '), message),
    onChange: (revision) => hub.announceControls(revision),
  });
  const shieldTests = new ShieldTestBench(writer, clock, (request) =>
    requestCommand(bus, 'shield', 'judge_try', request),
  );
  const selfTest = new SelfTest({
    shield_url: config.shield_url ?? `http://127.0.0.1:${context.env['CLAWNEX_SHIELD_PORT'] ?? PORTS.shield}`,
    token: readOrCreateSecret(context.paths, 'shield.token'),
    tagKey: readOrCreateSecret(context.paths, 'traffic-tag.key'),
    clock,
    db: reader,
    onProblem: (message) => health.problem('protection', message),
    publish: (event) => {
      publishConfirmed(bus, context, [event], context.signal).catch((error: unknown) =>
        log.error({ err: error }, 'a change of protection could not be published'),
      );
    },
  });
  const policyView = () => toPolicyView(policy.current(), publisher.published());

  const exchanges = new ExchangeReader(reader, pool);
  const monitor = new InfrastructureMonitor({
    clock,
    ask: (daemon) => askDaemon(context, bus, daemon),
    readBroker: () => readBroker(bus),
    readStore: () => readStore(reader),
  });
  const hub = new LiveHub({
    clock,
    readChanges: (after, limit) => exchanges.changes(after, limit),
    infrastructure: () => monitor.current(),
    policy: policyView,
    permissionsOf: (sessionHash) => {
      const session = sessions.findByHash(sessionHash);
      return session === null ? null : ROLE_PERMISSIONS[session.role];
    },
    onError: (error) => {
      log.error({ err: error }, 'the live streams could not be served');
      health.error('The live streams could not be served.');
    },
  });
  monitor.onChange((infrastructure) => hub.announceInfrastructure(infrastructure));
  context.metrics.gauge('live_streams', () => hub.size);

  const denials = new DenialAudit(writer, clock);
  const gates: GateParts = {
    address,
    readClient: (request) => readClient(request, config.trusted_proxy),
    sessions,
    count: (name) => context.metrics.add(name),
    onDenied: (session, client, route, permission) => denials.record(session, client, route, permission),
  };
  const onError = (message: string) => health.error(message);
  return {
    clock,
    reader,
    pool,
    writer,
    sessions,
    signIn,
    firstOperator,
    exchanges,
    policy,
    publisher,
    desks,
    shieldTests,
    selfTest,
    canaryKey: readOrCreateSecret(context.paths, 'canary.key'),
    askWatcher: prepareAskWatcher(bus),
    askCorrelator: prepareAskCorrelator(bus),
    askTrust: prepareAskTrust(bus),
    runHostScan: prepareRunHostScan(bus),
    monitor,
    hub,
    visitors: { gate: visitorGate(gates), log, onError },
    operators: { gate: operatorGate(gates), log, onError },
  };
}
