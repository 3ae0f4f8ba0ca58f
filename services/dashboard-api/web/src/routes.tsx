import {
  createRoute,
  createRouter,
  type ErrorComponentProps,
  lazyRouteComponent,
  redirect,
  useRouter,
} from '@tanstack/react-router';
import { failureOf, queryClient, setupQuery } from './api/queries.ts';
import { correlationRoutes } from './routes/correlation-routes.ts';
import { asError, frameRoute, rootRoute } from './routes/frame-route.tsx';
import { postureRoutes } from './routes/posture-routes.ts';
import { sessionRoutes } from './routes/session-routes.ts';
import { shieldRoutes } from './routes/shield-routes.ts';
import { testRoutes } from './routes/test-routes.ts';
import { buttonClass } from './ui/button.tsx';
import { EmptyState, FailureState } from './ui/states.tsx';
import { readViewSearch, type ViewSearch } from './view-search.ts';

function PageFailed({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const retry = () => {
    reset();
    void router.invalidate();
  };
  return (
    <FailureState what="This page could not be opened." failure={failureOf(asError(error))} retry={retry} />
  );
}

function NoSuchPage() {
  return (
    <EmptyState
      title="No page has this address"
      actions={
        <a className={buttonClass('primary')} href="/traffic">
          Go to Traffic Monitor
        </a>
      }
    >
      The link may be cut off, or from another version.
    </EmptyState>
  );
}

const setupRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/setup',
  component: lazyRouteComponent(() => import('./pages/setup/setup-page.tsx'), 'SetupPage'),
});

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { next?: string } => {
    const { next } = search;
    return isOwnPath(next) ? { next } : {};
  },
  beforeLoad: async () => {
    const setup = await queryClient.fetchQuery(setupQuery).catch(() => null);
    if (setup?.needed === true) throw redirect({ to: '/setup' });
  },
  component: lazyRouteComponent(() => import('./pages/sign-in/sign-in-page.tsx'), 'SignInPage'),
});

/** Only a path of this site may be the way back: a whole address, or one without a host's scheme, leads elsewhere. */
function isOwnPath(next: unknown): next is string {
  return typeof next === 'string' && /^\/(?![/\\])/.test(next);
}

const homeRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/traffic' });
  },
});

const trafficRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/traffic',
  staticData: { title: 'Traffic Monitor', ranged: true },
  component: lazyRouteComponent(() => import('./pages/traffic/traffic-page.tsx'), 'TrafficPage'),
});

const trafficPanelRoute = createRoute({
  getParentRoute: () => trafficRoute,
  path: '$callId',
  component: lazyRouteComponent(() => import('./pages/traffic/exchange-panel.tsx'), 'ExchangePanel'),
});

const exchangeRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/exchanges/$callId',
  staticData: { title: 'Exchange' },
  component: lazyRouteComponent(() => import('./pages/traffic/exchange-panel.tsx'), 'ExchangePage'),
});

const incidentsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/incidents',
  staticData: { title: 'Incidents' },
  component: lazyRouteComponent(() => import('./pages/incidents/incidents-page.tsx'), 'IncidentsPage'),
});

const incidentRoute = createRoute({
  getParentRoute: () => incidentsRoute,
  path: '$id',
  component: lazyRouteComponent(() => import('./pages/incidents/incident-panel.tsx'), 'IncidentPanel'),
});

const infrastructureRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/infrastructure',
  staticData: { title: 'Infrastructure' },
  component: lazyRouteComponent(
    () => import('./pages/infrastructure/infrastructure-page.tsx'),
    'InfrastructurePage',
  ),
});

const daemonRoute = createRoute({
  getParentRoute: () => infrastructureRoute,
  path: '$daemon',
  component: lazyRouteComponent(() => import('./pages/infrastructure/daemon-panel.tsx'), 'DaemonPanel'),
});

const routeTree = rootRoute.addChildren([
  setupRoute,
  signInRoute,
  frameRoute.addChildren([
    homeRoute,
    trafficRoute.addChildren([trafficPanelRoute]),
    exchangeRoute,
    incidentsRoute.addChildren([incidentRoute]),
    correlationRoutes,
    sessionRoutes,
    shieldRoutes,
    testRoutes,
    ...postureRoutes,
    infrastructureRoute.addChildren([daemonRoute]),
  ]),
]);

/** Addresses stay readable: values as they are, no JSON in quotes. */
function parseSearch(text: string): ViewSearch & { next?: string } {
  const search = Object.fromEntries(new URLSearchParams(text));
  const { next } = search;
  // The router hands what no route has validated on to pages: only known words get past this point.
  return { ...readViewSearch(search), ...(isOwnPath(next) ? { next } : {}) };
}

function stringifySearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(search)) {
    if (typeof value === 'string' && value !== '') params.set(key, value);
  }
  const text = params.toString().replaceAll('%2C', ',').replaceAll('%3A', ':');
  return text === '' ? '' : `?${text}`;
}

export function createAppRouter() {
  return createRouter({
    routeTree,
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultErrorComponent: PageFailed,
    defaultNotFoundComponent: NoSuchPage,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
  interface StaticDataRouteOption {
    title?: string;
    /** A time range applies to what the page shows. */
    ranged?: boolean;
  }
}
