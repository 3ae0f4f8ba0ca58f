import { queryOptions } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import { unwrap } from '../../api/queries.ts';
import type { RouteAnswer } from '../../api/routes.ts';

export type RuleRow = RouteAnswer<'listCorrelationRules'>['rows'][number];
export type SuppressionRow = RouteAnswer<'listSuppressions'>['rows'][number];
export type TryOutcome = RouteAnswer<'tryCorrelationRules'>;

/** Read again when the stream tells of incidents: their keys begin with the same word. */
const KEY = 'incidents';

export const threatQuery = queryOptions({
  queryKey: [KEY, 'threat'],
  queryFn: async ({ signal }) => unwrap(await call('readThreat', {}, signal)),
  staleTime: 0,
});

export const rulesQuery = queryOptions({
  queryKey: [KEY, 'rules'],
  queryFn: async ({ signal }) => unwrap(await call('listCorrelationRules', {}, signal)),
  staleTime: 0,
});

export const ownRulesQuery = queryOptions({
  queryKey: ['correlation-own-rules'],
  queryFn: async ({ signal }) => unwrap(await call('readCorrelationRules', {}, signal)),
  staleTime: 0,
});

export const suppressionsQuery = queryOptions({
  queryKey: [KEY, 'suppressions'],
  queryFn: async ({ signal }) => unwrap(await call('listSuppressions', {}, signal)),
  staleTime: 0,
});
