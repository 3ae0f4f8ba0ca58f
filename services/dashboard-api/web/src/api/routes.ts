import type { DASHBOARD_ROUTES } from '@clawnex/proto/http/dashboard.ts';
import type { z } from 'zod';

/** Types only: the schemas themselves stay out of the browser. */
type Declared = typeof DASHBOARD_ROUTES;
export type RouteName = keyof typeof ROUTES;

/** Method and path of every route the pages call; one that differs from its declaration does not compile. */
export const ROUTES = {
  readSetup: { method: 'GET', path: '/api/setup' },
  createFirstOperator: { method: 'POST', path: '/api/setup' },
  signIn: { method: 'POST', path: '/api/session' },
  signOut: { method: 'DELETE', path: '/api/session' },
  readMe: { method: 'GET', path: '/api/session' },
  listExchanges: { method: 'GET', path: '/api/exchanges' },
  readExchangeHistogram: { method: 'GET', path: '/api/exchanges/histogram' },
  readExchange: { method: 'GET', path: '/api/exchanges/:call_id' },
  listIncidents: { method: 'GET', path: '/api/incidents' },
  listFindings: { method: 'GET', path: '/api/findings' },
  readInfrastructure: { method: 'GET', path: '/api/infrastructure' },
  readPolicy: { method: 'GET', path: '/api/policy' },
  changePolicy: { method: 'PUT', path: '/api/policy' },
  listStops: { method: 'GET', path: '/api/containment' },
  addStop: { method: 'POST', path: '/api/containment' },
  endStop: { method: 'DELETE', path: '/api/containment/:id' },
  listExceptions: { method: 'GET', path: '/api/exceptions' },
  addException: { method: 'POST', path: '/api/exceptions' },
  endException: { method: 'DELETE', path: '/api/exceptions/:id' },
  readBreakGlass: { method: 'GET', path: '/api/break-glass' },
  liftEnforcement: { method: 'POST', path: '/api/break-glass' },
  confirmLifting: { method: 'POST', path: '/api/break-glass/:id/confirm' },
  endLifting: { method: 'DELETE', path: '/api/break-glass/:id' },
  listReviews: { method: 'GET', path: '/api/reviews' },
  decideReview: { method: 'POST', path: '/api/reviews/:id' },
  listCanaries: { method: 'GET', path: '/api/canaries' },
  addCanary: { method: 'POST', path: '/api/canaries' },
  endCanary: { method: 'DELETE', path: '/api/canaries/:id' },
  readPolicyDocument: { method: 'GET', path: '/api/policy/document' },
  writePolicyDocument: { method: 'PUT', path: '/api/policy/document' },
  checkPolicyDocument: { method: 'POST', path: '/api/policy/check' },
  listPolicyVersions: { method: 'GET', path: '/api/policy/versions' },
  explainPolicy: { method: 'POST', path: '/api/policy/explain' },
  readOwnRules: { method: 'GET', path: '/api/own-rules' },
  writeOwnRules: { method: 'PUT', path: '/api/own-rules' },
  checkOwnRules: { method: 'POST', path: '/api/own-rules/check' },
  dryRunOwnRules: { method: 'POST', path: '/api/own-rules/dry-run' },
  openLive: { method: 'GET', path: '/api/live' },
} as const satisfies {
  readonly [N in keyof Declared]?: { method: Declared[N]['method']; path: Declared[N]['path'] };
};

type Part<N extends RouteName, K extends 'params' | 'query' | 'body'> =
  Declared[N] extends Record<K, infer S extends z.ZodType> ? { readonly [P in K]: z.input<S> } : unknown;

/** What a call of the route takes: `params`, `query` and `body` where the declaration has them. */
export type RouteInput<N extends RouteName> = Part<N, 'params'> & Part<N, 'query'> & Part<N, 'body'>;

/** What the route answers. */
export type RouteAnswer<N extends RouteName> = Declared[N]['response'] extends z.ZodType
  ? z.output<Declared[N]['response']>
  : never;

type Word = string | number | undefined;

/** The only place that makes addresses of the API. Parameters that are undefined are left out. */
export function buildApiPath(
  name: RouteName,
  params: Readonly<Record<string, Word>> = {},
  query: Readonly<Record<string, Word>> = {},
): string {
  const path = ROUTES[name].path.replace(/:(\w+)/g, (_match, key: string) =>
    encodeURIComponent(String(params[key] ?? '')),
  );
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') search.set(key, String(value));
  }
  const text = search.toString();
  return text === '' ? path : `${path}?${text}`;
}
