import type { HttpError } from '@clawnex/proto/http/error.ts';
import { buildApiPath, ROUTES, type RouteAnswer, type RouteInput, type RouteName } from './routes.ts';

/** Why a call failed. `offline` = no answer at all; `unreadable` = an answer that is not ours (a proxy's page). */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly where: string | null;
  /** 0 where no answer came. */
  readonly status: number;
}

export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: Failure };

/** A call that takes longer is given up: the API's slowest answer is bounded well below. */
const CALL_MS_MAX = 20_000;

/** These answer when their work has ended, which the daemon behind them bounds. */
const LONG_CALL_MS_MAX = 150_000;
const LONG_CALLS: readonly RouteName[] = [
  'runHostScan',
  'runTrustAudit',
  'runShieldTests',
  'tryCorrelationRules',
  'dryRunOwnRules',
];

/** Calls a route by its name. Never throws: what can go wrong is in the outcome. */
export async function call<N extends RouteName>(
  name: N,
  input: RouteInput<N>,
  signal?: AbortSignal,
): Promise<Outcome<RouteAnswer<N>>> {
  // The conditional type RouteInput has each of these keys or none; read loosely, it is this.
  const parts: {
    params?: Record<string, string>;
    query?: Record<string, string | number | undefined>;
    body?: unknown;
  } = input as object;
  const timeout = AbortSignal.timeout(LONG_CALLS.includes(name) ? LONG_CALL_MS_MAX : CALL_MS_MAX);
  let response: Response;
  let text: string;
  try {
    response = await fetch(buildApiPath(name, parts.params, parts.query), {
      method: ROUTES[name].method,
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      ...(parts.body === undefined ? {} : { body: JSON.stringify(parts.body) }),
    });
    text = await response.text();
  } catch {
    return fail(0, 'offline', 'The dashboard-api does not answer. Check that it runs: clawnex doctor.');
  }
  const json = parseJson(text);
  if (response.ok && json !== undefined) {
    // Same-origin answer of our own server, which validates what it sends against the route's schema.
    return { ok: true, value: json as RouteAnswer<N> };
  }
  if (isHttpError(json)) {
    const { code, message, where } = json.error;
    return { ok: false, failure: { code, message, where: where ?? null, status: response.status } };
  }
  return fail(
    response.status,
    'unreadable',
    `The answer (HTTP ${response.status}) did not come from the dashboard-api. If a proxy stands in front, look at its log.`,
  );
}

function fail(status: number, code: string, message: string): { ok: false; failure: Failure } {
  return { ok: false, failure: { code, message, where: null, status } };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isHttpError(value: unknown): value is HttpError {
  if (typeof value !== 'object' || value === null || !('error' in value)) return false;
  const error = value.error;
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    typeof error.code === 'string' &&
    'message' in error &&
    typeof error.message === 'string'
  );
}
