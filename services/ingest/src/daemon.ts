import { PORTS } from '@clawnex/proto/daemons.ts';
import { serveCommands } from '@clawnex/shared/bus/commands.ts';
import { connectBus } from '@clawnex/shared/bus/connect.ts';
import { Port } from '@clawnex/shared/kernel/config.ts';
import { listenOnLoopback } from '@clawnex/shared/kernel/http/listen.ts';
import { mountDaemonRoutes } from '@clawnex/shared/kernel/http/mount-daemon-routes.ts';
import { tokenGate } from '@clawnex/shared/kernel/http/token-gate.ts';
import type { DaemonDefinition } from '@clawnex/shared/kernel/lifecycle.ts';
import { readOrCreateSecret } from '@clawnex/shared/kernel/secrets.ts';
import { migrateStore } from '@clawnex/shared/store/migrate-store.ts';
import { openStoreWriter } from '@clawnex/shared/store/open-store.ts';
import { Hono } from 'hono';
import { z } from 'zod';
import { startAnchorKeeper } from './audit/keep-anchors.ts';
import { storeEvents } from './events/consume-events.ts';
import { prepareRebuild } from './exchanges/rebuild-exchange.ts';
import { startCommitAnnouncer } from './live/announce-commits.ts';
import { mountLogRoute } from './logs/receive-logs.ts';
import { startOutgoingPublisher } from './outgoing/publish-outgoing.ts';
import { preparePurgeDemo } from './purge/purge-demo.ts';
import { prepareRuleSnapshots } from './rules/snapshot-rules.ts';
import { openBatchWriter } from './store/batch-writer.ts';

const IngestConfig = z.object({
  /** Where LiteLLM's log callback is taken. */
  port: Port.default(PORTS.ingest),
});

/** The telemetry writer: the event stream and LiteLLM's records become rows. */
export const ingest: DaemonDefinition<typeof IngestConfig> = {
  name: 'ingest',
  config: IngestConfig,
  async start(context, config) {
    const { paths, health, log } = context;
    const db = openStoreWriter(paths);
    context.onStop('store', () => void db.close());
    const { from, to } = migrateStore(db);
    if (from !== to) log.info({ from, to }, 'the schema was brought up to date');

    // Registered after the store, so that on stopping it closes before it: nothing writes to a closed database.
    const bus = connectBus(context);
    const writer = openBatchWriter(context, db, {
      beforeCommit: prepareRebuild(db),
      afterCommit: startCommitAnnouncer(context, bus),
    });
    const publisher = startOutgoingPublisher(context, bus, db);
    startAnchorKeeper(context, db);

    const purgeDemo = preparePurgeDemo(db);
    serveCommands(context, bus, { purge_demo: async () => ({ rows: await purgeDemo('admin') }) });
    storeEvents(context, bus, db, writer, prepareRuleSnapshots(context, db));

    const app = new Hono();
    const gate = tokenGate(readOrCreateSecret(paths, 'ingest.token'));
    mountDaemonRoutes(app, context, gate);
    mountLogRoute(app, {
      context,
      db,
      writer,
      mount: { gate, log, onError: (message) => health.error(message) },
      tagKey: readOrCreateSecret(paths, 'traffic-tag.key'),
      onStored: publisher.wake,
    });
    const listening = await listenOnLoopback(app, config.port, 'CLAWNEX_INGEST_PORT');
    health.listens(listening.url);
    context.onStop('http', () => listening.close());
  },
};
