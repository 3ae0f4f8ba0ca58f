import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { frameRoute } from './frame-route.tsx';

const shieldTestsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/shield-tests',
  staticData: { title: 'Shield Tests' },
  component: lazyRouteComponent(
    () => import('../pages/shield-tests/shield-tests-page.tsx'),
    'ShieldTestsPage',
  ),
});

const testsHomeRoute = createRoute({
  getParentRoute: () => shieldTestsRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/shield-tests/cases', search: true });
  },
});

const casesRoute = createRoute({
  getParentRoute: () => shieldTestsRoute,
  path: 'cases',
  component: lazyRouteComponent(() => import('../pages/shield-tests/cases.tsx'), 'Cases'),
});

const caseRoute = createRoute({
  getParentRoute: () => casesRoute,
  path: '$id',
  component: lazyRouteComponent(() => import('../pages/shield-tests/case-panel.tsx'), 'CasePanel'),
});

const runsRoute = createRoute({
  getParentRoute: () => shieldTestsRoute,
  path: 'runs',
  component: lazyRouteComponent(() => import('../pages/shield-tests/runs.tsx'), 'Runs'),
});

export const testRoutes = shieldTestsRoute.addChildren([
  testsHomeRoute,
  casesRoute.addChildren([caseRoute]),
  runsRoute,
]);
