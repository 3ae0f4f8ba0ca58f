import { setTimeout as sleep } from 'node:timers/promises';
import { Cursor } from '@clawnex/proto/kv.ts';
import { readBucket, writeBucket } from './bucket.ts';
import type { Bus } from './connect.ts';
import { waitConnected } from './wait-connected.ts';

const RETRY_MS = 500;

/** Where the watcher is in each of its sources. Both wait for the broker; a signal ends the wait with its reason. */
export interface Cursors {
  /** Null for a source never read, and for a cursor that cannot be understood: the source is then read from its start. */
  get(key: string, signal?: AbortSignal): Promise<Cursor | null>;
  /** Resolves when the broker has stored it. */
  put(key: string, cursor: Cursor, signal?: AbortSignal): Promise<void>;
}

/** The watcher's cursors. Advance one only after the stream acknowledged the events before it. */
export function openCursors(bus: Bus): Cursors {
  return {
    get: async (key, signal) => {
      for (;;) {
        const connection = await waitConnected(bus, signal);
        const read = await readBucket(connection, 'clawnex_cursors', key);
        if (read.ok) return read.value === null ? null : parseCursor(read.value.text);
        await pause(signal);
      }
    },
    put: async (key, cursor, signal) => {
      const value = Cursor.parse(cursor);
      for (;;) {
        const connection = await waitConnected(bus, signal);
        const stored = await writeBucket(connection, 'clawnex_cursors', key, value);
        if (stored.ok) return;
        await pause(signal);
      }
    },
  };
}

async function pause(signal: AbortSignal | undefined): Promise<void> {
  await sleep(RETRY_MS, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
  signal?.throwIfAborted();
}

function parseCursor(text: string): Cursor | null {
  try {
    const parsed = Cursor.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
