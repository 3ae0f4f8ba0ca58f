import { Committed } from '@clawnex/proto/live.ts';
import { COMMITTED_SUBJECT } from '@clawnex/proto/subjects.ts';
import type { Bus } from './connect.ts';

/** Says that rows were committed. Fire and forget: whoever misses one sees the rows with the next. */
export function announceCommitted(bus: Bus, committed: Committed): void {
  try {
    bus.connection()?.publish(COMMITTED_SUBJECT, JSON.stringify(committed));
  } catch {
    // The connection ended between the look and the publish; the next announcement covers this one.
  }
}

/** Calls the listener for each announcement. Returns what ends it. */
export function onCommitted(bus: Bus, listener: (committed: Committed) => void): () => void {
  let subscription: { unsubscribe(): void } | undefined;
  const end = bus.onConnected((connection) => {
    subscription = connection.subscribe(COMMITTED_SUBJECT, {
      callback: (error, message) => {
        if (error !== null) return;
        const committed = parseCommitted(message.data);
        if (committed !== null) listener(committed);
      },
    });
  });
  return () => {
    end();
    subscription?.unsubscribe();
  };
}

function parseCommitted(bytes: Uint8Array): Committed | null {
  try {
    const parsed = Committed.safeParse(JSON.parse(Buffer.from(bytes).toString('utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
