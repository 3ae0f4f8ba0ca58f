import { ERROR_CODES, type ErrorCode } from '@clawnex/proto/errors.ts';
import { readHealth, readMetrics } from '@clawnex/proto/http/daemon.ts';
import { DASHBOARD_ROUTES } from '@clawnex/proto/http/dashboard.ts';
import { HttpError } from '@clawnex/proto/http/error.ts';
import { receiveLogs } from '@clawnex/proto/http/ingest.ts';
import type { Route } from '@clawnex/proto/http/route.ts';
import { judgeGuardrail, moderate, scanBlocks, scanLines } from '@clawnex/proto/http/shield.ts';
import { VERSION } from '@clawnex/shared/kernel/version.ts';
import { toSchema } from './event-schemas.ts';

const SURFACES: Readonly<Record<string, Readonly<Record<string, Route>>>> = {
  shield: {
    judgeGuardrail,
    scanBlocks,
    scanLines,
    moderate,
    readShieldHealth: readHealth,
    readShieldMetrics: readMetrics,
  },
  ingest: { receiveLogs },
  'dashboard-api': DASHBOARD_ROUTES,
};

/** OpenAPI 3.1 of every HTTP route of the suite. */
export function openApi(): unknown {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [daemon, routes] of Object.entries(SURFACES)) {
    for (const [name, route] of Object.entries(routes)) {
      const path = route.path.replace(/:([a-z_]{1,40})/g, '{$1}');
      paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(daemon, name, route) };
    }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'ClawNex HTTP APIs', version: VERSION },
    paths,
    components: {
      schemas: { Error: toSchema(HttpError) },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: '__Host-clawnex' },
        token: { type: 'apiKey', in: 'header', name: 'x-api-key' },
      },
    },
  };
}

function operation(daemon: string, name: string, route: Route): unknown {
  const parameters = [...parametersOf(route, 'path'), ...parametersOf(route, 'query')];
  return {
    operationId: name,
    tags: [daemon],
    summary: route.summary,
    'x-access': route.access,
    security: securityOf(route),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(route.body === undefined
      ? {}
      : {
          requestBody: { required: true, content: { 'application/json': { schema: toSchema(route.body) } } },
        }),
    responses: { 200: success(route), ...failures(route.errors) },
  };
}

function securityOf(route: Route): Record<string, string[]>[] {
  if (route.access === 'public') return [];
  return route.access === 'token' ? [{ token: [] }] : [{ session: [] }];
}

function parametersOf(route: Route, place: 'path' | 'query'): unknown[] {
  const schema = place === 'path' ? route.params : route.query;
  if (schema === undefined) return [];
  return Object.entries(schema.shape).map(([name, field]) => ({
    name,
    in: place,
    required: place === 'path' || !field.safeParse(undefined).success,
    schema: toSchema(field),
  }));
}

function success(route: Route): unknown {
  if (route.response === 'stream')
    return { description: 'Server-sent events', content: { 'text/event-stream': {} } };
  if (route.response === 'text') return { description: 'Text', content: { 'text/plain': {} } };
  return {
    description: 'Done',
    content: { 'application/json': { schema: toSchema(route.response, 'output') } },
  };
}

function failures(errors: readonly ErrorCode[]): Record<string, unknown> {
  const codes: ErrorCode[] = ['bad_request', 'internal', ...errors];
  const byStatus = Map.groupBy(codes, (code) => ERROR_CODES[code]);
  return Object.fromEntries(
    [...byStatus].map(([status, names]) => [
      status,
      {
        description: names.join(', '),
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
      },
    ]),
  );
}
