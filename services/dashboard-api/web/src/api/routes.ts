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
  readIncident: { method: 'GET', path: '/api/incidents/:incident_id' },
  changeIncident: { method: 'PUT', path: '/api/incidents/:incident_id/work' },
  commentIncident: { method: 'POST', path: '/api/incidents/:incident_id/comments' },
  listFindings: { method: 'GET', path: '/api/findings' },
  readHostPosture: { method: 'GET', path: '/api/host/posture' },
  listHostVulnerabilities: { method: 'GET', path: '/api/host/vulnerabilities' },
  listHostHistory: { method: 'GET', path: '/api/host/history' },
  runHostScan: { method: 'POST', path: '/api/host/run' },
  readTrustReport: { method: 'GET', path: '/api/trust/report' },
  askTrustWhatIf: { method: 'POST', path: '/api/trust/what-if' },
  runTrustAudit: { method: 'POST', path: '/api/trust/run' },
  listTrustDetails: { method: 'GET', path: '/api/trust/findings' },
  listTrustChanges: { method: 'GET', path: '/api/trust/changes' },
  acceptFinding: { method: 'POST', path: '/api/trust/acceptances' },
  revokeAcceptance: { method: 'POST', path: '/api/trust/acceptances/revoke' },
  readThreat: { method: 'GET', path: '/api/correlations/threat' },
  listCorrelationRules: { method: 'GET', path: '/api/correlations/rules' },
  readCorrelationRules: { method: 'GET', path: '/api/correlations/own-rules' },
  tryCorrelationRules: { method: 'POST', path: '/api/correlations/own-rules/try' },
  writeCorrelationRules: { method: 'PUT', path: '/api/correlations/own-rules' },
  listSuppressions: { method: 'GET', path: '/api/suppressions' },
  previewSuppression: { method: 'POST', path: '/api/suppressions/preview' },
  addSuppression: { method: 'POST', path: '/api/suppressions' },
  endSuppression: { method: 'POST', path: '/api/suppressions/:id/end' },
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
  scanText: { method: 'POST', path: '/api/shield/scan' },
  readWatchStatus: { method: 'GET', path: '/api/sessions/sources' },
  listAgentSessions: { method: 'GET', path: '/api/sessions' },
  readAgentSession: { method: 'GET', path: '/api/sessions/:session_id' },
  listBypasses: { method: 'GET', path: '/api/sessions/around-the-proxy' },
  listRuntimeChanges: { method: 'GET', path: '/api/sessions/changes' },
  listShieldTests: { method: 'GET', path: '/api/shield-tests' },
  runShieldTests: { method: 'POST', path: '/api/shield-tests/run' },
  addShieldTest: { method: 'POST', path: '/api/shield-tests/cases' },
  endShieldTest: { method: 'DELETE', path: '/api/shield-tests/cases/:id' },
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
