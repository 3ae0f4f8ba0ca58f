import { serveCommands } from '@clawnex/shared/bus/commands.ts';
import { watchConfig } from '@clawnex/shared/bus/config-watch.ts';
import { connectBus } from '@clawnex/shared/bus/connect.ts';
import { consumeEvents } from '@clawnex/shared/bus/consume.ts';
import type { DaemonContext, DaemonDefinition } from '@clawnex/shared/kernel/lifecycle.ts';
import type { Database } from '@clawnex/shared/store/database.ts';
import { prepareQuery } from '@clawnex/shared/store/statement.ts';
import { storeProblemOf } from '@clawnex/shared/store/store-problem.ts';
import { z } from 'zod';
import { type BatchCounts, Correlation } from './correlate.ts';
import { startAlertPublisher } from './publish/publish-alerts.ts';
import { purgeDemo } from './purge-demo.ts';
import { readRuleFiles } from './rules/load-rules.ts';
import { shippedRulesFolder } from './rules/rules-folder.ts';
import { chooseRules, type RulesInForce, rulesAtStart } from './rules/rules-in-force.ts';
import { openState } from './state/open-state.ts';
import { readPosition } from './state/outbox.sql.ts';
import { ruleStates } from './status/rule-states.ts';
import { threatScore } from './status/threat-score.ts';
import { tryRules } from './status/try-rules.ts';

/** One transaction, one flush to disk: large enough for a storm, small enough to keep the loop free. */
const BATCH_MAX = 1_000;
/** An alert may wait this long for company. */
const BATCH_WAIT_MS = 20;
/** How often time is looked at without events: an absence is told within twice this. */
const TICK_MS = 1_000;

/** After a connection: by then the broker has said whether events wait. */
const CATCH_UP_MS = 5_000;

export const CorrelatorConfig = z.object({
  /** Folder of rule files; the shipped ones where it is not set. */
  rules_dir: z.string().min(1).optional(),
});

/** Reads all events of the stream, keeps window state, and raises alerts and incidents. */
export const correlator: DaemonDefinition<typeof CorrelatorConfig> = {
  name: 'correlator',
  config: CorrelatorConfig,
  async start(context, config) {
    const shipped = readRuleFiles(config.rules_dir ?? shippedRulesFolder());
    let chosen = rulesAtStart(shipped);
    sayRules(context, chosen);
    const db = openState(context.paths);
    context.onStop('database', () => {
      db.close();
    });
    const bus = connectBus(context);
    const publisher = startAlertPublisher(context, bus, db);
    context.onStop('publisher', () => publisher.stop());
    const correlation = new Correlation(db, chosen.rules);

    const use = (own: string): void => {
      const next = chooseRules(shipped, own);
      const why = next.ok
        ? null
        : `The own correlation rules are not in force: ${next.why}. The ones before them are.`;
      context.health.problem('own_rules', why?.slice(0, 300) ?? null);
      if (!next.ok) return;
      chosen = next.chosen;
      for (const [rule, groups] of correlation.useRules(chosen.rules)) {
        context.log.info(
          { rule, groups },
          'windows of a rule that is gone or means something else now were dropped',
        );
      }
      sayRules(context, chosen);
    };
    const own = watchConfig(context, bus, 'correlation_rules', ({ yaml }) => use(yaml));
    if (own.current().yaml !== '') use(own.current().yaml);
    const suppressions = watchConfig(context, bus, 'suppressions', (value) =>
      correlation.suppress(value.suppressions),
    );
    correlation.suppress(suppressions.current().suppressions);

    const count = (counts: BatchCounts): void => {
      for (const [name, amount] of Object.entries(counts)) context.metrics.add(name, amount);
      reportBound(context, counts);
      publisher.wake();
    };
    const consumption = consumeEvents(context, bus, 'correlator', {
      batch_max: BATCH_MAX,
      wait_ms: BATCH_WAIT_MS,
      handle: async (events) => {
        applyOrExplain(context, db, true, () => count(correlation.apply(events, context.clock.now())));
      },
    });
    const ticking = setInterval(() => {
      // Nobody is silent as long as what they said may still be waiting: time stands still.
      const now_ms = context.clock.now();
      const caughtUp =
        bus.connected() && now_ms - bus.connectedSince() > CATCH_UP_MS && consumption.pending() === 0;
      if (!caughtUp) return;
      // A full disk says so with the next batch too.
      applyOrExplain(context, db, false, () => count(correlation.tick(now_ms)));
    }, TICK_MS);
    context.onStop('ticking', () => clearInterval(ticking));
    const position = prepareQuery(db, readPosition);
    context.metrics.gauge('events_to_publish', () => publisher.waiting());
    context.metrics.gauge('stream_position', () => position.get()?.sequence ?? 0);
    context.metrics.gauge('groups', () => correlation.pipeline.engine.groups.size);
    context.metrics.gauge('incidents', () => correlation.pipeline.book.incidents.size);
    serveCommands(context, bus, {
      purge_demo: async () => {
        const rows = purgeDemo(db);
        correlation.reload();
        return { rows };
      },
      correlation_state: async () => ({
        threat: threatScore(correlation.pipeline.book.incidents.values(), context.clock.now()),
        rules: ruleStates(chosen.rules, correlation.ruleHits(), chosen.tests),
      }),
      try_rules: async ({ yaml }) => tryRules(shipped, yaml, correlation.recent.all()),
    });
  },
};

function sayRules(context: DaemonContext, { rules, tests }: RulesInForce): void {
  context.log.info(
    `${rules.correlations.length} correlations over ${rules.detections.length} detections in force; ${tests.passed} tests passed`,
  );
  for (const warning of rules.warnings) context.log.warn(warning);
}

/** A full disk keeps the batch on the stream and says so; it is offered again until there is space. */
function applyOrExplain(context: DaemonContext, db: Database, passOn: boolean, apply: () => void): void {
  try {
    apply();
    context.health.problem('store', null);
  } catch (error) {
    const problem = storeProblemOf(error, db.name);
    if (problem !== null) context.health.problem('store', problem.sentence);
    if (passOn || problem === null) throw error;
  }
}

/** State that was let go is never a silent under-count. */
function reportBound(context: DaemonContext, { groups_evicted, events_dropped }: BatchCounts): void {
  if (groups_evicted + events_dropped === 0) return;
  context.health.problem(
    'state_bound',
    `Window state reached its bound: ${groups_evicted} groups and ${events_dropped} events were let go. Narrow the rules that make most groups.`,
  );
}
