import { createRootRoute, createRoute, Outlet, redirect } from '@tanstack/react-router';
import { failureOf, meQuery, queryClient } from '../api/queries.ts';
import { Frame } from '../ui/frame/frame.tsx';
import { readViewSearch } from '../view-search.ts';

export const rootRoute = createRootRoute({ component: Outlet });

export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

/** Everything behind it needs a session; its address carries time range and filters from page to page. */
export const frameRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'frame',
  validateSearch: readViewSearch,
  beforeLoad: async ({ location }) => {
    try {
      await queryClient.fetchQuery(meQuery);
    } catch (error) {
      const failure = failureOf(asError(error));
      if (failure.code !== 'not_signed_in') throw error;
      throw redirect({ to: '/sign-in', search: { next: location.href } });
    }
  },
  component: Frame,
});
