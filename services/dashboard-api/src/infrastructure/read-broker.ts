import { readBrokerStats } from '@clawnex/shared/bus/broker-stats.ts';
import type { Bus } from '@clawnex/shared/bus/connect.ts';
import { toIso } from '@clawnex/shared/kernel/clock.ts';
import type { BrokerView } from './infrastructure-monitor.ts';

/** The broker as our own connection sees it. Numbers it does not give are unknown, not zero. */
export async function readBroker(bus: Bus): Promise<BrokerView> {
  const stats = bus.connected() ? await readBrokerStats(bus) : null;
  return {
    connected: bus.connected(),
    since: toIso(bus.connectedSince()),
    server_version: bus.serverVersion(),
    stream_messages: stats?.stream_messages ?? null,
    stream_bytes: stats?.stream_bytes ?? null,
    dead_letters: stats?.dead_letters ?? null,
  };
}
