import { failure, type HttpFailure } from '@clawnex/shared/kernel/http/result.ts';
import type { Context } from 'hono';
import type { PublicAddress } from './public-address.ts';

/**
 * Requests that change something must come from our own pages. Browsers that send Sec-Fetch-Site cannot be made to lie
 * about it; without it the Origin must be ours; a request that says neither did not come from a page of ours.
 * Applies to every content type: a cross-site JSON POST needs no form.
 */
export function checkSameOrigin(context: Context, address: PublicAddress): HttpFailure | null {
  if (context.req.method === 'GET' || context.req.method === 'HEAD') return null;
  const site = context.req.header('sec-fetch-site');
  const origin = context.req.header('origin');
  const originIsOurs = origin !== undefined && address.origins.has(origin);
  if (site === undefined ? originIsOurs : site === 'same-origin' && (origin === undefined || originIsOurs))
    return null;
  return failure(
    'cross_site',
    "Only the dashboard's own pages may do this. Open the dashboard under its own address and try again.",
    site === undefined ? 'header.origin' : 'header.sec-fetch-site',
  );
}
