import { setTimeout as wait } from 'node:timers/promises';
import { serveCommands } from '@clawnex/shared/bus/commands.ts';
import { connectBus } from '@clawnex/shared/bus/connect.ts';
import { listenOnLoopback } from '@clawnex/shared/kernel/http/listen.ts';
import type { DaemonContext, DaemonDefinition } from '@clawnex/shared/kernel/lifecycle.ts';
import { waitForSchema } from '@clawnex/shared/store/migrate-store.ts';
import type { Api } from './api.ts';
import { buildApp } from './build-app.ts';
import { DashboardConfig } from './config.ts';
import { publishAll, stopPublishing } from './controls/desks.ts';
import { cliCommands } from './controls/serve-cli.ts';
import { type PublicAddress, resolvePublicAddress } from './gate/public-address.ts';
import { runMonitor } from './infrastructure/run-monitor.ts';
import { runLive } from './live/run-live.ts';
import { openApi } from './open-api.ts';
import { runSelfTest } from './self-test/run-self-test.ts';

/** When the database is not ready at once, one line says what is waited for. */
const QUIET_WAIT_MS = 500;

export interface RunningApi {
  readonly api: Api;
  readonly url: string;
}

/** Waits for the schema, opens the store, listens, then connects everything that comes over the bus. */
export async function startApi(context: DaemonContext, config: DashboardConfig): Promise<RunningApi> {
  await waitForStore(context);
  const bus = connectBus(context);
  let address: PublicAddress = resolvePublicAddress(config.port, config.public_url);
  const api = await openApi(context, config, bus, () => address);
  const app = buildApp(context, config, api, () => address);
  const listening = await listenOnLoopback(app, config.port, 'dashboard-api.port');
  address = resolvePublicAddress(listening.port, config.public_url);
  context.health.listens(`127.0.0.1:${listening.port}`);
  context.onStop('http', () => listening.close());

  const endPublishing = bus.onConnected(() => {
    void api.publisher.connected();
    void publishAll(api.desks);
  });
  const endMonitor = runMonitor(api.monitor, (error) => {
    context.log.error({ err: error }, 'the daemons could not be asked');
    context.health.error('The daemons could not be asked.');
  });
  runSelfTest(context, api.selfTest, config.self_test_seconds);
  const endLive = runLive(api.hub, bus);
  context.onStop('background work', async () => {
    endPublishing();
    api.publisher.stop();
    stopPublishing(api.desks);
    endLive();
    await endMonitor();
  });
  serveCommands(context, bus, {
    ...cliCommands(api),
    setup_link: async () => ({ token: api.firstOperator.issueToken() }),
    purge_demo: async () => {
      // The control tables hold no demo rows: operators, sessions and policy are always real. Open pages look again.
      api.hub.reloadAll(api.exchanges.revision());
      return { rows: 0 };
    },
  });
  printSetupLink(context, api, address.url);
  return { api, url: listening.url };
}

export const dashboardApi: DaemonDefinition<typeof DashboardConfig> = {
  name: 'dashboard-api',
  config: DashboardConfig,
  async start(context, config) {
    await startApi(context, config);
  },
};

async function waitForStore(context: DaemonContext): Promise<void> {
  const ready = waitForSchema(context.paths, context.signal);
  const first = await Promise.race([
    ready.then(() => 'ready' as const),
    wait(QUIET_WAIT_MS, 'waiting' as const),
  ]);
  if (first === 'waiting') {
    context.log.info(`waiting for ingest to prepare the database ${context.paths.store}`);
  }
  await ready;
}

function printSetupLink(context: DaemonContext, api: Api, url: string): void {
  const token = api.firstOperator.issueToken();
  if (token === null) return;
  context.log.info(`create the first operator within 15 minutes at ${url}/setup#token=${token}`);
}
