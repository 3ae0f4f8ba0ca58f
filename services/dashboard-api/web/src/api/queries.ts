import { QueryClient, queryOptions } from '@tanstack/react-query';
import { call, type Failure, type Outcome } from './client.ts';
import type { RouteInput } from './routes.ts';

/** A failure on its way through react-query, which knows failures only as thrown values. */
class CallError extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.message);
    this.name = 'CallError';
    this.failure = failure;
  }
}

export function unwrap<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new CallError(outcome.failure);
  return outcome.value;
}

/** What a query failed with, also when it was our own bug. */
export function failureOf(error: Error): Failure {
  if (error instanceof CallError) return error.failure;
  return {
    code: 'bug',
    message: `This page failed: ${error.message}. Load it again.`,
    where: null,
    status: 0,
  };
}

/** As many as the API gives at once. */
export const INCIDENTS_MAX = 500;

/** One more try when nobody answered; an answer, even a bad one, is final. */
const RETRIES_WHEN_OFFLINE = 1;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // Freshness comes from the live stream, not from asking again.
      staleTime: Number.POSITIVE_INFINITY,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      networkMode: 'always',
      retry: (count, error) => failureOf(error).status === 0 && count < RETRIES_WHEN_OFFLINE,
      retryDelay: 400,
    },
    mutations: { networkMode: 'always' },
  },
});

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async ({ signal }) => unwrap(await call('readMe', {}, signal)),
});

export const setupQuery = queryOptions({
  queryKey: ['setup'],
  queryFn: async ({ signal }) => unwrap(await call('readSetup', {}, signal)),
  staleTime: 0,
});

export const policyQuery = queryOptions({
  queryKey: ['policy'],
  queryFn: async ({ signal }) => unwrap(await call('readPolicy', {}, signal)),
});

export const infrastructureQuery = queryOptions({
  queryKey: ['infrastructure'],
  queryFn: async ({ signal }) => unwrap(await call('readInfrastructure', {}, signal)),
});

export const exchangeQuery = (callId: string) =>
  queryOptions({
    queryKey: ['exchange', callId],
    queryFn: async ({ signal }) =>
      unwrap(await call('readExchange', { params: { call_id: callId } }, signal)),
    // A closed panel's copy misses live changes, so it is read again when opened again.
    gcTime: 0,
    placeholderData: (previous) => previous,
  });

/** Read again whenever a page that shows it is opened: no live frame brings it. */
export const findingsQuery = (source: NonNullable<RouteInput<'listFindings'>['query']['source']>) =>
  queryOptions({
    queryKey: ['findings', source],
    queryFn: async ({ signal }) => unwrap(await call('listFindings', { query: { source } }, signal)),
    staleTime: 0,
  });

export const incidentsQuery = queryOptions({
  queryKey: ['incidents'],
  queryFn: async ({ signal }) =>
    unwrap(await call('listIncidents', { query: { limit: INCIDENTS_MAX } }, signal)),
  staleTime: 0,
});

export const incidentQuery = (incidentId: string) =>
  queryOptions({
    queryKey: ['incident', incidentId],
    queryFn: async ({ signal }) =>
      unwrap(await call('readIncident', { params: { incident_id: incidentId } }, signal)),
    staleTime: 0,
    placeholderData: (previous) => previous,
  });
