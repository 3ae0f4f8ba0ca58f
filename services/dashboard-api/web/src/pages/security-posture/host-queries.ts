import { queryOptions } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import { unwrap } from '../../api/queries.ts';
import type { RouteAnswer } from '../../api/routes.ts';

export type HostPosture = RouteAnswer<'readHostPosture'>['hosts'][number];
export type Vulnerability = RouteAnswer<'listHostVulnerabilities'>['rows'][number];

/** Read again when the stream tells of findings: their keys begin with the same word. */
const KEY = 'findings';

export const hostPostureQuery = queryOptions({
  queryKey: [KEY, 'host-posture'],
  queryFn: async ({ signal }) => unwrap(await call('readHostPosture', { query: {} }, signal)),
  staleTime: 0,
});

export const vulnerabilitiesQuery = queryOptions({
  queryKey: [KEY, 'vulnerabilities'],
  queryFn: async ({ signal }) => unwrap(await call('listHostVulnerabilities', { query: {} }, signal)),
  staleTime: 0,
});

/** Two weeks of hourly scans are more than fits a glance; a day does. */
const HISTORY_SCANS = 24;

export const hostHistoryQuery = (host: string) =>
  queryOptions({
    queryKey: [KEY, 'host-history', host],
    queryFn: async ({ signal }) =>
      unwrap(await call('listHostHistory', { query: { host, limit: HISTORY_SCANS } }, signal)),
    staleTime: 0,
  });
