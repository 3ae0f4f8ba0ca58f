import type { Bus } from '@clawnex/shared/bus/connect.ts';
import { consumeEvents, type ReceivedEvent } from '@clawnex/shared/bus/consume.ts';
import type { DaemonContext } from '@clawnex/shared/kernel/lifecycle.ts';
import type { Database } from '@clawnex/shared/store/database.ts';
import { prepareWrite } from '@clawnex/shared/store/statement.ts';
import type { RuleSnapshots } from '../rules/snapshot-rules.ts';
import type { BatchWriter, Work } from '../store/batch-writer.ts';
import { prepareApplyEvent } from './apply-event.ts';
import { insertRejected } from './event-id.sql.ts';
import { prepareRememberEvent } from './remember-event.ts';

/** Bounds what one fetch holds in memory (an event is some kilobytes, 1 MiB at most). */
const FETCH_MAX = 256;
/** Short, so that a lone event is on the screen at once; a burst fills the fetch before it is over. */
const FETCH_WAIT_MS = 20;
const WHY_LENGTH_MAX = 600;

/** `own`: told to the stream by this ingest, which stored them before. */
type EventResult = 'events_stored' | 'events_own' | 'events_repeated' | 'events_rejected';

/** Writes the event stream into the store; an event is acknowledged when its transaction is committed. */
export function storeEvents(
  context: DaemonContext,
  bus: Bus,
  db: Database,
  writer: BatchWriter,
  rules: RuleSnapshots,
): void {
  const work = prepareEventWork(context, db);
  consumeEvents(context, bus, 'ingest', {
    batch_max: FETCH_MAX,
    wait_ms: FETCH_WAIT_MS,
    async handle(events) {
      for (const result of await writer.write(events, work)) context.metrics.add(result);
      await rules.keep(rulesetsOf(events));
    },
  });
}

/** How events become rows. One that cannot be written for a reason of its own is set aside and never offered again. */
export function prepareEventWork(
  { clock, metrics, health, host }: Pick<DaemonContext, 'clock' | 'metrics' | 'health' | 'host'>,
  db: Database,
): Work<ReceivedEvent, EventResult> {
  const applyEvent = prepareApplyEvent(db, clock);
  const remember = prepareRememberEvent(db, clock);
  const setAside = prepareWrite(db, insertRejected);
  for (const name of ['events_stored', 'events_repeated', 'events_rejected']) metrics.add(name, 0);
  const isOwn = ({ envelope }: ReceivedEvent) => envelope.source === 'ingest' && envelope.host === host;
  return {
    apply(event, batch) {
      if (applyEvent(event, batch) === 'stored') return 'events_stored';
      return isOwn(event) ? 'events_own' : 'events_repeated';
    },
    reject({ envelope }, error) {
      if (!remember(envelope.id)) return 'events_repeated';
      setAside({
        id: envelope.id,
        type: envelope.type,
        origin: envelope.origin,
        rejected_at_ms: clock.now(),
        why: (error instanceof Error ? error.message : String(error)).slice(0, WHY_LENGTH_MAX),
        envelope_json: JSON.stringify(envelope),
      });
      health.problem(
        'rejected',
        'Events could not be stored and were set aside in the table rejected_events: see the log.',
      );
      return 'events_rejected';
    },
  };
}

function rulesetsOf(events: readonly ReceivedEvent[]): Set<string> {
  const rulesets = new Set<string>();
  for (const { type, data } of events) {
    if (type === 'exchange.judged' || type === 'scan.completed') rulesets.add(data.ruleset);
  }
  return rulesets;
}
