import { isIP } from 'node:net';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import type { DashboardConfig } from '../config.ts';

export interface Client {
  /** For throttling and the audit trail. */
  readonly address: string;
  readonly https: boolean;
}

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/**
 * Who is at the other end. Headers count only from a trusted proxy on loopback, and of X-Forwarded-For only the last
 * entry: the one that proxy itself wrote.
 */
export function readClient(context: Context, trustedProxy: DashboardConfig['trusted_proxy']): Client {
  const peer = getConnInfo(context).remote.address ?? 'unknown';
  if (trustedProxy === 'none' || !LOOPBACK.has(peer)) return { address: peer, https: false };
  const forwarded = context.req.header('x-forwarded-for')?.split(',').at(-1)?.trim();
  return {
    address: forwarded !== undefined && isIP(forwarded) !== 0 ? forwarded : peer,
    https: context.req.header('x-forwarded-proto') === 'https',
  };
}

/** Our health and counters are for this machine; what a proxy brings came from elsewhere. */
export function cameThroughProxy(context: Context): boolean {
  return context.req.header('x-forwarded-for') !== undefined || context.req.header('forwarded') !== undefined;
}
