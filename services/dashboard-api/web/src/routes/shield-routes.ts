import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { frameRoute } from './frame-route.tsx';

const shieldRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/shield',
  staticData: { title: 'Prompt Shield' },
  component: lazyRouteComponent(() => import('../pages/shield/shield-page.tsx'), 'ShieldPage'),
});

const shieldHomeRoute = createRoute({
  getParentRoute: () => shieldRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/shield/analyser', search: true });
  },
});

const analyserRoute = createRoute({
  getParentRoute: () => shieldRoute,
  path: 'analyser',
  component: lazyRouteComponent(() => import('../pages/shield/analyser.tsx'), 'Analyser'),
});

const policyRoute = createRoute({
  getParentRoute: () => shieldRoute,
  path: 'policy',
  component: lazyRouteComponent(() => import('../pages/shield/policy.tsx'), 'Policy'),
});

const ownRulesRoute = createRoute({
  getParentRoute: () => shieldRoute,
  path: 'rules',
  component: lazyRouteComponent(() => import('../pages/shield/own-rules.tsx'), 'OwnRules'),
});

const containment = () => import('../pages/shield/containment.tsx');
const containmentRoute = createRoute({
  getParentRoute: () => shieldRoute,
  path: 'containment',
  component: lazyRouteComponent(containment, 'Containment'),
});

const stopRoute = createRoute({
  getParentRoute: () => containmentRoute,
  path: '$id',
  component: lazyRouteComponent(containment, 'StopPanel'),
});

const exceptions = () => import('../pages/shield/exceptions.tsx');
const exceptionsRoute = createRoute({
  getParentRoute: () => shieldRoute,
  path: 'exceptions',
  component: lazyRouteComponent(exceptions, 'Exceptions'),
});

const exceptionRoute = createRoute({
  getParentRoute: () => exceptionsRoute,
  path: '$id',
  component: lazyRouteComponent(exceptions, 'ExceptionPanel'),
});

const reviews = () => import('../pages/shield/reviews.tsx');
const reviewsRoute = createRoute({
  getParentRoute: () => shieldRoute,
  path: 'reviews',
  component: lazyRouteComponent(reviews, 'Reviews'),
});

const reviewRoute = createRoute({
  getParentRoute: () => reviewsRoute,
  path: '$id',
  component: lazyRouteComponent(reviews, 'ReviewPanel'),
});

export const shieldRoutes = shieldRoute.addChildren([
  shieldHomeRoute,
  analyserRoute,
  policyRoute,
  containmentRoute.addChildren([stopRoute]),
  reviewsRoute.addChildren([reviewRoute]),
  exceptionsRoute.addChildren([exceptionRoute]),
  ownRulesRoute,
]);
