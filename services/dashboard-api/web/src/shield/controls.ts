import { queryOptions } from '@tanstack/react-query';
import { call } from '../api/client.ts';
import { queryClient, unwrap } from '../api/queries.ts';
import type { RouteAnswer } from '../api/routes.ts';

/** What operators decided beside the policy, and what waits for a decision. */

/** All of it is read again when any of it changes, here or elsewhere. */
const CONTROLS_KEY = 'controls';

export function controlsChanged(): void {
  void queryClient.invalidateQueries({ queryKey: [CONTROLS_KEY] });
}

export type StopRow = RouteAnswer<'listStops'>['rows'][number];
export type ExceptionRow = RouteAnswer<'listExceptions'>['rows'][number];
export type ReviewRow = RouteAnswer<'listReviews'>['rows'][number];
export type Lifting = NonNullable<RouteAnswer<'readBreakGlass'>['lifting']>;

export const stopsQuery = queryOptions({
  queryKey: [CONTROLS_KEY, 'stops'],
  queryFn: async ({ signal }) => unwrap(await call('listStops', {}, signal)),
  staleTime: 0,
});

export const exceptionsQuery = queryOptions({
  queryKey: [CONTROLS_KEY, 'exceptions'],
  queryFn: async ({ signal }) => unwrap(await call('listExceptions', {}, signal)),
  staleTime: 0,
});

/** As many as the API gives at once. */
export const REVIEWS_MAX = 200;

export const reviewsQuery = queryOptions({
  queryKey: [CONTROLS_KEY, 'reviews'],
  queryFn: async ({ signal }) => unwrap(await call('listReviews', { query: { limit: REVIEWS_MAX } }, signal)),
  staleTime: 0,
});

export const breakGlassQuery = queryOptions({
  queryKey: [CONTROLS_KEY, 'break-glass'],
  queryFn: async ({ signal }) => unwrap(await call('readBreakGlass', {}, signal)),
  staleTime: 0,
});

/** What is said after a change, with whether the shield has heard of it. */
export function saidAs(done: string, published: boolean): string {
  return published ? done : `${done} The shield hears of it when the broker is back.`;
}
