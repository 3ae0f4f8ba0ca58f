import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { frameRoute } from './frame-route.tsx';

const sessionsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/sessions',
  staticData: { title: 'Sessions' },
  component: lazyRouteComponent(() => import('../pages/sessions/sessions-page.tsx'), 'SessionsPage'),
});

const sessionsHomeRoute = createRoute({
  getParentRoute: () => sessionsRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/sessions/log', search: true });
  },
});

const logRoute = createRoute({
  getParentRoute: () => sessionsRoute,
  path: 'log',
  staticData: { title: 'Sessions', ranged: true },
  component: lazyRouteComponent(() => import('../pages/sessions/session-log.tsx'), 'SessionLog'),
});

const sessionRoute = createRoute({
  getParentRoute: () => logRoute,
  path: '$id',
  component: lazyRouteComponent(() => import('../pages/sessions/session-panel.tsx'), 'SessionPanel'),
});

const aroundRoute = createRoute({
  getParentRoute: () => sessionsRoute,
  path: 'around',
  staticData: { title: 'Sessions', ranged: true },
  component: lazyRouteComponent(() => import('../pages/sessions/around.tsx'), 'AroundTheProxy'),
});

const changesRoute = createRoute({
  getParentRoute: () => sessionsRoute,
  path: 'changes',
  component: lazyRouteComponent(() => import('../pages/sessions/changes.tsx'), 'Changes'),
});

const sourcesRoute = createRoute({
  getParentRoute: () => sessionsRoute,
  path: 'sources',
  component: lazyRouteComponent(() => import('../pages/sessions/sources.tsx'), 'Sources'),
});

export const sessionRoutes = sessionsRoute.addChildren([
  sessionsHomeRoute,
  logRoute.addChildren([sessionRoute]),
  aroundRoute,
  changesRoute,
  sourcesRoute,
]);
