import type { Bus } from '@clawnex/shared/bus/connect.ts';
import type { OutgoingEvent } from '@clawnex/shared/bus/make-event.ts';
import { publishConfirmed } from '@clawnex/shared/bus/publish-confirmed.ts';
import type { DaemonContext } from '@clawnex/shared/kernel/lifecycle.ts';
import type { Database } from '@clawnex/shared/store/database.ts';
import { prepareQuery, prepareWrite } from '@clawnex/shared/store/statement.ts';
import { countOutgoing, deleteOutgoing, selectOutgoing } from '../state/outbox.sql.ts';

/** Alerts are few; this many at once keeps each acknowledgement short. */
const PUBLISH_MAX = 50;

export interface AlertPublisher {
  /** Says that there is something to publish. */
  wake(): void;
  waiting(): number;
  stop(): Promise<void>;
}

/**
 * Publishes what the outbox holds, in order, and deletes it once the stream has it. A crash in between publishes again:
 * same ids, so the stream and the store take it once.
 */
export function startAlertPublisher(context: DaemonContext, bus: Bus, db: Database): AlertPublisher {
  const select = prepareQuery(db, selectOutgoing);
  const count = prepareQuery(db, countOutgoing);
  const remove = prepareWrite(db, deleteOutgoing);
  let running: Promise<void> | null = null;
  let woken = false;

  async function drain(): Promise<void> {
    while (woken) {
      woken = false;
      for (
        let rows = select.all({ limit: PUBLISH_MAX });
        rows.length > 0;
        rows = select.all({ limit: PUBLISH_MAX })
      ) {
        // Written by alertEvents() in this daemon and checked against its schema when the envelope is made.
        const events = rows.map((row) => JSON.parse(row.event) as OutgoingEvent);
        await publishConfirmed(bus, context, events, context.signal);
        remove({ seq: rows.at(-1)?.seq ?? 0 });
        context.metrics.add('events_published', rows.length);
      }
    }
  }

  function wake(): void {
    woken = true;
    running ??= drain()
      .catch((error: unknown) => {
        if (context.signal.aborted) return;
        context.health.error(
          'Publishing alerts failed; they stay in correlator.db and are tried again with the next events.',
        );
        context.log.error({ err: error }, 'publishing alerts failed');
      })
      .finally(() => {
        running = null;
      });
  }

  wake();
  return {
    wake,
    waiting: () => count.get()?.waiting ?? 0,
    stop: async () => {
      await running;
    },
  };
}
