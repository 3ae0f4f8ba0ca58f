import { queryOptions } from '@tanstack/react-query';
import { call } from '../api/client.ts';
import { queryClient, unwrap } from '../api/queries.ts';
import type { RouteAnswer } from '../api/routes.ts';

export type ShieldTests = RouteAnswer<'listShieldTests'>;
export type CaseRow = ShieldTests['cases'][number];

export const shieldTestsQuery = queryOptions({
  queryKey: ['shield-tests'],
  queryFn: async ({ signal }) => unwrap(await call('listShieldTests', {}, signal)),
  staleTime: 0,
});

export function shieldTestsChanged(): void {
  void queryClient.invalidateQueries({ queryKey: shieldTestsQuery.queryKey });
}
