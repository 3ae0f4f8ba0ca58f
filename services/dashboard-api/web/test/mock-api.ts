import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ERROR_CODES } from '@clawnex/proto/errors.ts';
import {
  ExchangeFilter,
  type ExchangeRow,
  readExchangeHistogram,
} from '@clawnex/proto/http/dashboard/exchanges.ts';
import { DASHBOARD_ROUTES } from '@clawnex/proto/http/dashboard.ts';
import type { Route } from '@clawnex/proto/http/route.ts';
import { ROLE_PERMISSIONS, type Role } from '@clawnex/proto/permissions.ts';
import type { z } from 'zod';
import { makeControls } from './mock/controls.ts';
import { makeCorrelations } from './mock/correlations.ts';
import { makeDetail, makeRows } from './mock/exchanges.ts';
import { makeFindings } from './mock/findings.ts';
import { type Handlers, Refusal } from './mock/handlers.ts';
import { makeIncidentWork } from './mock/incidents.ts';
import { LiveHub } from './mock/live-hub.ts';
import { makePolicy } from './mock/policy.ts';
import { makePosture } from './mock/posture.ts';
import { countBuckets, selectRows } from './mock/select-rows.ts';
import { serveDist } from './mock/serve-dist.ts';
import { makeSessions } from './mock/sessions.ts';
import { makeShieldTests } from './mock/shield-tests.ts';
import { makeInfrastructure } from './mock/suite.ts';

export interface MockOptions {
  /** Folder of the built app. */
  readonly dist: string;
  /** Exchanges; with 0 nothing else is there either. */
  readonly rows?: number;
  readonly span_ms?: number;
  /** Null = the first operator still has to be created. */
  readonly operator?: Role | null;
  readonly signed_in?: boolean;
  /** Routes whose store does not answer. */
  readonly broken?: readonly (keyof typeof DASHBOARD_ROUTES)[];
}

export const SETUP_TOKEN = 'setup-token-of-the-mock-0123456789';
export const PASSWORD = 'a long enough passphrase';

/**
 * The dashboard-api in memory, for browser tests: the same routes, inputs and answers checked by the same schemas.
 * Sentinels lead to its error paths: username `throttled`, agent or call id `fails-500`, policy reason `conflict`.
 */
export async function startMockApi(options: MockOptions) {
  const rows: ExchangeRow[] = makeRows(options.rows ?? 400, Date.now(), options.span_ms ?? 23 * 3_600_000);
  const hub = new LiveHub();
  /** The mock's own bugs, such as an answer that breaks its schema; thrown at close. */
  const failures: Error[] = [];
  let revision = rows.length;
  let role = options.operator === undefined ? ('admin' as Role | null) : options.operator;
  let signedIn = options.signed_in ?? role !== null;
  let away = false;
  const { current: policy, ...policyHandlers } = makePolicy({
    me: () => 'ada',
    tell: (changed) => hub.send('policy', changed),
  });
  let infrastructure = makeInfrastructure(Date.now());
  const incidents = makeIncidentWork(
    Date.now(),
    options.rows === 0 ? 0 : 3,
    () => 'ada',
    () => hub.send('changed', { topics: ['incidents'] }),
  );
  const findings = options.rows === 0 ? { rows: [], runs: [] } : makeFindings(Date.now());

  const me = () => ({
    username: 'ada',
    role: role ?? 'admin',
    permissions: [...ROLE_PERMISSIONS[role ?? 'admin']],
    signed_in_at: new Date().toISOString(),
    expires_at: new Date(Date.now() + 12 * 3_600_000).toISOString(),
  });
  const page = (query: z.output<typeof DASHBOARD_ROUTES.listExchanges.query>) => {
    if (query.agent?.includes('fails-500'))
      throw new Refusal('internal', 'The store did not answer. See the log of dashboard-api.');
    const selected = selectRows(rows, query);
    const start =
      query.cursor === undefined ? 0 : selected.findIndex((row) => row.call_id === query.cursor) + 1;
    const part = selected.slice(start, start + query.limit);
    const last = part.at(-1);
    return {
      rows: part,
      next: last !== undefined && start + part.length < selected.length ? last.call_id : null,
      revision,
    };
  };

  /** Answers by route name. Each takes what the route's schemas made of the request. */
  const handlers: Handlers = {
    ...policyHandlers,
    ...incidents.handlers,
    ...makeCorrelations(Date.now(), () => 'ada'),
    ...makePosture(Date.now(), findings),
    ...makeShieldTests(Date.now()),
    ...makeSessions(Date.now(), options.rows !== 0),
    ...makeControls({ me: () => 'ada', rows }),
    readSetup: () => ({ needed: role === null }),
    createFirstOperator: ({ body }) => {
      const { token, username } = DASHBOARD_ROUTES.createFirstOperator.body.parse(body);
      if (token !== SETUP_TOKEN)
        throw new Refusal('bad_credentials', 'This set-up link has expired or was used. Make a new one.');
      if (username === 'taken')
        throw new Refusal('conflict', 'This name is taken. Choose another.', 'body.username');
      role = 'admin';
      signedIn = true;
      return { ...me(), username };
    },
    signIn: ({ body }) => {
      const { username, password } = DASHBOARD_ROUTES.signIn.body.parse(body);
      if (username === 'throttled')
        throw new Refusal('too_many_attempts', 'Too many attempts. Try again in 30 s.');
      if (password !== PASSWORD) throw new Refusal('bad_credentials', 'Username or password is wrong.');
      signedIn = true;
      return me();
    },
    signOut: () => {
      signedIn = false;
      return {};
    },
    readMe: me,
    listExchanges: ({ query }) => page(DASHBOARD_ROUTES.listExchanges.query.parse(query)),
    readExchangeHistogram: ({ query }) => {
      const { from, to } = readExchangeHistogram.query.parse(query);
      return countBuckets(selectRows(rows, ExchangeFilter.parse(query)), from, to);
    },
    readExchange: ({ params }) => {
      const row = rows.find((each) => each.call_id === params['call_id']);
      if (params['call_id'] === 'fails-500') throw new Refusal('internal', 'The store did not answer.');
      if (row === undefined) throw new Refusal('not_found', 'No exchange has this call id.');
      return makeDetail(row);
    },
    listFindings: ({ query }) => {
      const { source } = DASHBOARD_ROUTES.listFindings.query.parse(query);
      const of = <T extends { source: string }>(list: readonly T[]) =>
        list.filter((each) => source === undefined || each.source === source);
      return { rows: of(findings.rows), runs: of(findings.runs) };
    },
    readInfrastructure: () => infrastructure,
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://mock');
    if (away) {
      request.socket.destroy();
      return;
    }
    if (!url.pathname.startsWith('/api/')) return serveDist(options.dist, url.pathname, response);
    const found = findRoute(request.method ?? 'GET', url.pathname);
    if (found === null)
      return send(response, 404, { error: { code: 'not_found', message: 'No such route.' } });
    try {
      const { name, route, params } = found;
      allow(route);
      if (name === 'openLive') {
        hub.open(response);
        hub.send('infrastructure', infrastructure, [response]);
        hub.send('policy', policy(), [response]);
        const after = url.searchParams.get('after');
        const missed = after === null ? [] : rows.filter((row) => row.revision > Number(after));
        if (missed.length > 0) hub.send('exchanges', { revision, rows: missed }, [response]);
        return;
      }
      if (options.broken?.includes(name) === true) {
        throw new Refusal('internal', 'The store did not answer. See the log of dashboard-api.');
      }
      const query = Object.fromEntries(url.searchParams);
      check(route.query, query, 'query');
      const body = route.body === undefined ? undefined : JSON.parse(await readBody(request));
      check(route.body, body, 'body');
      const handler = handlers[name];
      if (handler === undefined) throw new Error(`The mock does not know ${name}`);
      const value = handler({ params, query, body });
      if (typeof route.response === 'string') throw new Error(`${name} does not answer JSON`);
      send(response, 200, route.response.parse(value));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const where = error.where === undefined ? {} : { where: error.where };
      send(response, ERROR_CODES[error.code], {
        error: { code: error.code, message: error.message, ...where },
      });
    }
  }

  function allow(route: Route): void {
    if (route.access === 'public') return;
    if (!signedIn) throw new Refusal('not_signed_in', 'Sign in first.');
    const granted: readonly string[] = ROLE_PERMISSIONS[role ?? 'viewer'];
    if (route.access !== 'signed_in' && !granted.includes(route.access)) {
      throw new Refusal('forbidden', `Your role (${role}) lacks ${route.access}.`);
    }
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      failures.push(error instanceof Error ? error : new Error(String(error)));
      response.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Listening on TCP, so the address has a port.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    rows,
    incidents,
    streams: () => hub.size,
    /** Commits rows and sends them to the open streams. */
    emit(make: (revision: number) => ExchangeRow): ExchangeRow {
      revision += 1;
      const row = make(revision);
      rows.unshift(row);
      hub.send('exchanges', { revision, rows: [row] });
      return row;
    },
    emitInfrastructure(change: (before: typeof infrastructure) => typeof infrastructure): void {
      infrastructure = change(infrastructure);
      hub.send('infrastructure', infrastructure);
    },
    setAway(value: boolean): void {
      away = value;
      if (value) hub.drop();
    },
    endSession(): void {
      signedIn = false;
      hub.drop();
    },
    async close(): Promise<void> {
      hub.drop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      if (failures.length > 0) throw new AggregateError(failures, 'the mock API failed');
    },
  };
}

function findRoute(method: string, pathname: string) {
  for (const [key, route] of Object.entries(DASHBOARD_ROUTES)) {
    if (route.method !== method) continue;
    const pattern = new RegExp(`^${route.path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`);
    const match = pattern.exec(pathname);
    if (match === null) continue;
    const params = Object.fromEntries(
      Object.entries(match.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]),
    );
    // Object.entries of the route table: its own names.
    return { name: key as keyof typeof DASHBOARD_ROUTES, route: route as Route, params };
  }
  return null;
}

function check(schema: z.ZodType | undefined, value: unknown, part: string): void {
  const parsed = schema?.safeParse(value);
  if (parsed?.success !== false) return;
  const [issue] = parsed.error.issues;
  throw new Refusal(
    'bad_request',
    issue?.message ?? 'Not understood.',
    `${part}.${issue?.path.join('.') ?? ''}`,
  );
}

function send(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(value));
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}
