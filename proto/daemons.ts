import { z } from 'zod';

/** The seven daemons, in start order. */
export const DAEMONS = [
  'ingest',
  'shield',
  'dashboard-api',
  'watcher',
  'correlator',
  'trust-audit',
  'host-scanner',
] as const;
export const DaemonName = z.enum(DAEMONS);
export type DaemonName = z.infer<typeof DaemonName>;

/** Default loopback ports. Daemons not named here listen on nothing. */
export const PORTS = { shield: 4010, ingest: 4011, 'dashboard-api': 4012, broker: 4222 } as const;

/**
 * Everyone with a broker account of their own. `provisioner` creates the stream, its consumers and the buckets;
 * `cli` sends commands for the admin on the machine.
 */
export const BROKER_USERS = [...DAEMONS, 'provisioner', 'cli'] as const;
export const BrokerUser = z.enum(BROKER_USERS);
export type BrokerUser = z.infer<typeof BrokerUser>;
