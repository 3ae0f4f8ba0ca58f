import { setTimeout as wait } from 'node:timers/promises';
import type { Bus } from '@clawnex/shared/bus/connect.ts';
import { publishConfirmed } from '@clawnex/shared/bus/publish-confirmed.ts';
import type { DaemonContext } from '@clawnex/shared/kernel/lifecycle.ts';
import type { Database } from '@clawnex/shared/store/database.ts';
import { prepareQuery, prepareWrite } from '@clawnex/shared/store/statement.ts';
import { immediate } from '@clawnex/shared/store/transaction.ts';
import { countOutgoing, deleteOutgoing, readOutgoing } from './outgoing.sql.ts';
import { OutgoingLogged } from './outgoing-event.ts';

/** Events per round: one delete per round, and little to send again after a crash. */
const ROUND_MAX = 128;
/** After a failure (a full disk, a bug in an event) the round is tried again at this pace. */
const RETRY_MS = 1_000;

export interface OutgoingPublisher {
  /** Says that there are new events in the table. */
  wake(): void;
}

/**
 * Sends what waits in `outgoing_events` to the stream, in order, and removes it once the stream has it. After a crash
 * in between the same events go out again under the same ids, which the stream and every consumer know.
 */
export function startOutgoingPublisher(context: DaemonContext, bus: Bus, db: Database): OutgoingPublisher {
  const read = prepareQuery(db, readOutgoing);
  const count = prepareQuery(db, countOutgoing);
  const remove = prepareWrite(db, deleteOutgoing);
  const stopping = new AbortController();
  let wakeUp: (() => void) | undefined;
  let woken = true;

  async function publishRound(): Promise<boolean> {
    const rows = read.all({ limit: ROUND_MAX });
    const last = rows.at(-1);
    if (last === undefined) return false;
    const events = rows.map(({ event_json }) => OutgoingLogged.parse(JSON.parse(event_json)));
    await publishConfirmed(bus, context, events, stopping.signal);
    await immediate(db, () => remove({ seq: last.seq }));
    context.metrics.add('events_published', rows.length);
    return true;
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        if (await publishRound()) continue;
        if (!woken) await new Promise<void>((resolve) => (wakeUp = resolve));
        woken = false;
      } catch (error) {
        if (stopping.signal.aborted) return;
        context.log.error({ err: error }, 'events could not be published');
        await wait(RETRY_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
      }
    }
  }

  const wake = () => {
    woken = true;
    wakeUp?.();
  };
  const running = run();
  context.metrics.gauge('events_outgoing', () => count.get()?.events ?? 0);
  context.onStop('outgoing events', async () => {
    stopping.abort();
    wake();
    await running;
  });
  return { wake };
}
