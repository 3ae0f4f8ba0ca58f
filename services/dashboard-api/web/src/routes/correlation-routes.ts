import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { frameRoute } from './frame-route.tsx';

const correlationsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/correlations',
  staticData: { title: 'Correlations' },
  component: lazyRouteComponent(
    () => import('../pages/correlations/correlations-page.tsx'),
    'CorrelationsPage',
  ),
});

const correlationsHomeRoute = createRoute({
  getParentRoute: () => correlationsRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/correlations/threat', search: true });
  },
});

const threatRoute = createRoute({
  getParentRoute: () => correlationsRoute,
  path: 'threat',
  component: lazyRouteComponent(() => import('../pages/correlations/threat.tsx'), 'Threat'),
});

const rules = () => import('../pages/correlations/rules.tsx');
const rulesRoute = createRoute({
  getParentRoute: () => correlationsRoute,
  path: 'rules',
  component: lazyRouteComponent(rules, 'CorrelationRules'),
});

const ruleRoute = createRoute({
  getParentRoute: () => rulesRoute,
  path: '$id',
  component: lazyRouteComponent(rules, 'CorrelationRulePanel'),
});

const ownRoute = createRoute({
  getParentRoute: () => correlationsRoute,
  path: 'own',
  component: lazyRouteComponent(() => import('../pages/correlations/own-rules.tsx'), 'OwnCorrelationRules'),
});

const mutedRoute = createRoute({
  getParentRoute: () => correlationsRoute,
  path: 'muted',
  component: lazyRouteComponent(() => import('../pages/correlations/suppressions.tsx'), 'Suppressions'),
});

export const correlationRoutes = correlationsRoute.addChildren([
  correlationsHomeRoute,
  threatRoute,
  rulesRoute.addChildren([ruleRoute]),
  ownRoute,
  mutedRoute,
]);
