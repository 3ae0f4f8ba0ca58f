import { serveCommands } from '@clawnex/shared/bus/commands.ts';
import { connectBus } from '@clawnex/shared/bus/connect.ts';
import { consumeEvents } from '@clawnex/shared/bus/consume.ts';
import { ConfigError } from '@clawnex/shared/kernel/config.ts';
import type { DaemonDefinition } from '@clawnex/shared/kernel/lifecycle.ts';
import { prepareQuery } from '@clawnex/shared/store/statement.ts';
import { storeProblemOf } from '@clawnex/shared/store/store-problem.ts';
import { z } from 'zod';
import { Correlation } from './correlate.ts';
import { startAlertPublisher } from './publish/publish-alerts.ts';
import { purgeDemo } from './purge-demo.ts';
import { describeRuleErrors, loadRuleFolder } from './rules/load-rules.ts';
import { shippedRulesFolder } from './rules/rules-folder.ts';
import { openState } from './state/open-state.ts';
import { readPosition } from './state/outbox.sql.ts';

/** One transaction, one flush to disk: large enough for a storm, small enough to keep the loop free. */
const BATCH_MAX = 250;
/** An alert may wait this long for company. */
const BATCH_WAIT_MS = 50;

export const CorrelatorConfig = z.object({
  /** Folder of rule files; the shipped ones where it is not set. */
  rules_dir: z.string().min(1).optional(),
});

/** Reads all events of the stream, keeps window state, and raises alerts and incidents. */
export const correlator: DaemonDefinition<typeof CorrelatorConfig> = {
  name: 'correlator',
  config: CorrelatorConfig,
  async start(context, config) {
    const loaded = loadRuleFolder(config.rules_dir ?? shippedRulesFolder());
    if (!loaded.ok) throw new ConfigError(describeRuleErrors(loaded.errors));
    const { rules } = loaded;
    context.log.info({ rules: rules.map((rule) => rule.name) }, `${rules.length} rules loaded`);

    const db = openState(context.paths);
    context.onStop('database', () => {
      db.close();
    });
    const bus = connectBus(context);
    const publisher = startAlertPublisher(context, bus, db);
    context.onStop('publisher', () => publisher.stop());
    const correlation = new Correlation(db, rules);

    /** A full disk keeps the batch on the stream and says so; it is offered again until there is space. */
    const applyOrExplain = <Result>(apply: () => Result): Result => {
      try {
        const result = apply();
        context.health.problem('store', null);
        return result;
      } catch (error) {
        const problem = storeProblemOf(error, db.name);
        if (problem !== null) context.health.problem('store', problem.sentence);
        throw error;
      }
    };
    consumeEvents(context, bus, 'correlator', {
      batch_max: BATCH_MAX,
      wait_ms: BATCH_WAIT_MS,
      handle: async (events) => {
        const counts = applyOrExplain(() => correlation.apply(events, context.clock.now()));
        for (const [name, amount] of Object.entries(counts)) context.metrics.add(name, amount);
        publisher.wake();
      },
    });
    const position = prepareQuery(db, readPosition);
    context.metrics.gauge('events_to_publish', () => publisher.waiting());
    context.metrics.gauge('stream_position', () => position.get()?.sequence ?? 0);
    serveCommands(context, bus, {
      purge_demo: async () => ({ rows: purgeDemo(db) }),
    });
  },
};
