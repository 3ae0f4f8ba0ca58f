import { queryOptions } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import { unwrap } from '../../api/queries.ts';
import type { RouteAnswer } from '../../api/routes.ts';

export type TrustFinding = RouteAnswer<'listTrustDetails'>['rows'][number];
export type TrustReport = RouteAnswer<'readTrustReport'>;

/** Read again when the stream tells of findings: their keys begin with the same word. */
const KEY = 'findings';

export const trustDetailsQuery = queryOptions({
  queryKey: [KEY, 'trust-details'],
  queryFn: async ({ signal }) => unwrap(await call('listTrustDetails', {}, signal)),
  staleTime: 0,
});

export const trustChangesQuery = queryOptions({
  queryKey: [KEY, 'trust-changes'],
  queryFn: async ({ signal }) => unwrap(await call('listTrustChanges', {}, signal)),
  staleTime: 0,
});

export const trustReportQuery = queryOptions({
  queryKey: [KEY, 'trust-report'],
  queryFn: async ({ signal }) => unwrap(await call('readTrustReport', {}, signal)),
  staleTime: 0,
});
