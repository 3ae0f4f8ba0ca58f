import { failure, failureResponse } from '@clawnex/shared/kernel/http/result.ts';
import type { MiddlewareHandler } from 'hono';
import type { PublicAddress } from './public-address.ts';

/**
 * Refuses requests under a name that is not ours, of every method: a foreign site whose name was pointed at 127.0.0.1
 * would otherwise read as the same origin.
 */
export function checkHost(address: () => PublicAddress): MiddlewareHandler {
  return async (context, next) => {
    const host = (context.req.header('host') ?? '').toLowerCase();
    if (address().hosts.has(host)) return await next();
    return failureResponse(
      failure(
        'forbidden',
        'This name is not one of the dashboard. Open it under its own address, or set public_url.',
        'header.host',
      ),
    );
  };
}
