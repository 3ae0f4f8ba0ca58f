import type { Bus } from '@clawnex/shared/bus/connect.ts';
import { onCommitted } from '@clawnex/shared/bus/live.ts';
import type { LiveHub } from './live-hub.ts';

/** Without news from the bus the store is looked at this often: with the broker away the screen still lives. */
const LOOK_INTERVAL_MS = 1_000;
/** Below the 30 s after which proxies and networks begin to drop quiet connections. */
const HEARTBEAT_MS = 15_000;
/** A session that ended stops seeing within this time; signing out stops it at once. */
const SESSION_CHECK_MS = 5_000;

/** Wakes the hub and tells of other rows on every commit that ingest announces, after each reconnect, and by the clock. Returns what ends it. */
export function runLive(hub: LiveHub, bus: Bus): () => void {
  const timers = [
    setInterval(() => hub.wake(), LOOK_INTERVAL_MS),
    setInterval(() => hub.beat(), HEARTBEAT_MS),
    setInterval(() => hub.checkSessions(), SESSION_CHECK_MS),
  ];
  const endAnnouncements = onCommitted(bus, ({ topics }) => {
    if (topics.includes('exchanges')) hub.wake();
    const others = topics.filter((topic) => topic !== 'exchanges');
    if (others.length > 0) hub.announceChanged(others);
  });
  const endReconnects = bus.onConnected(() => hub.wake());
  return () => {
    for (const timer of timers) clearInterval(timer);
    endAnnouncements();
    endReconnects();
    hub.close();
  };
}
