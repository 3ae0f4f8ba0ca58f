import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import { unwrap } from '../../api/queries.ts';
import type { RouteAnswer } from '../../api/routes.ts';
import { resolveRange, type ViewSearch } from '../../view-search.ts';

export type SessionRow = RouteAnswer<'listAgentSessions'>['rows'][number];
export type SessionItem = RouteAnswer<'readAgentSession'>['items'][number];

/** As many as the API gives at once. */
export const SESSIONS_MAX = 500;
const ITEMS_PER_PAGE = 300;

/** Read again when the stream tells of sessions: all of them begin with the same word. */
const KEY = 'sessions';

/** Sessions active in the time range of the address. */
export const sessionsQuery = ({ from, to, range, origin }: ViewSearch) =>
  queryOptions({
    queryKey: [KEY, 'list', from, to, range, origin],
    queryFn: async ({ signal }) => {
      const span = resolveRange(
        { ...(from && { from }), ...(to && { to }), ...(range && { range }) },
        Date.now(),
      );
      const asked: SessionRow['origin'] = origin === 'demo' || origin === 'test' ? origin : 'live';
      const query = {
        from: new Date(span.from_ms).toISOString(),
        ...(span.moving ? {} : { to: new Date(span.to_ms).toISOString() }),
        origin: asked,
        limit: SESSIONS_MAX,
      };
      return unwrap(await call('listAgentSessions', { query }, signal));
    },
    staleTime: 0,
    placeholderData: (previous) => previous,
  });

/** A session from its beginning, page by page. */
export const replayQuery = (sessionId: string) =>
  infiniteQueryOptions({
    queryKey: [KEY, 'replay', sessionId],
    queryFn: async ({ pageParam, signal }) =>
      unwrap(
        await call(
          'readAgentSession',
          {
            params: { session_id: sessionId },
            query: { limit: ITEMS_PER_PAGE, ...(pageParam === '' ? {} : { cursor: pageParam }) },
          },
          signal,
        ),
      ),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    staleTime: 0,
  });

export const bypassesQuery = ({ from, to, range }: ViewSearch) =>
  queryOptions({
    queryKey: [KEY, 'bypasses', from, to, range],
    queryFn: async ({ signal }) => {
      const span = resolveRange(
        { ...(from && { from }), ...(to && { to }), ...(range && { range }) },
        Date.now(),
      );
      const query = {
        from: new Date(span.from_ms).toISOString(),
        to: new Date(span.to_ms).toISOString(),
      };
      return unwrap(await call('listBypasses', { query }, signal));
    },
    staleTime: 0,
  });

/** As many as the API gives at once. */
export const CHANGES_MAX = 500;

export const changesQuery = queryOptions({
  queryKey: [KEY, 'changes'],
  queryFn: async ({ signal }) =>
    unwrap(await call('listRuntimeChanges', { query: { limit: CHANGES_MAX } }, signal)),
  staleTime: 0,
});

export const sourcesQuery = queryOptions({
  queryKey: [KEY, 'sources'],
  queryFn: async ({ signal }) => unwrap(await call('readWatchStatus', {}, signal)),
  staleTime: 0,
});
