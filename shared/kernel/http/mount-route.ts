import type { Access, Route } from '@clawnex/proto/http/route.ts';
import type { Context, Hono } from 'hono';
import { ZodString, type z } from 'zod';
import type { Logger } from '../log.ts';
import { parseJson, readBody } from './read-body.ts';
import { ANSWER_HEADERS, failure, failureResponse, type HttpFailure } from './result.ts';

/** JSON bodies of ordinary routes. Routes that take more say so. */
export const BODY_BYTES_DEFAULT = 256 * 1024;

type Parsed<S> = S extends z.ZodType ? z.infer<S> : undefined;

/** What a handler gets: parsed input, and what the gate found out about the caller. */
export interface RouteInput<R extends Route, Caller> {
  readonly params: Parsed<R['params']>;
  readonly query: Parsed<R['query']>;
  readonly body: Parsed<R['body']>;
  readonly caller: Caller;
  readonly context: Context;
}

export type RouteAnswer<R extends Route> = R['response'] extends z.ZodType
  ? { readonly ok: true; readonly body: z.input<R['response']>; readonly headers?: Record<string, string> }
  : { readonly ok: true; readonly response: Response };

export type RouteHandler<R extends Route, Caller> = (
  input: RouteInput<R, Caller>,
) => Promise<RouteAnswer<R> | HttpFailure> | RouteAnswer<R> | HttpFailure;

/** Decides who is calling and whether they may. Runs before any of the body is read. */
export type Gate<Caller> = (
  context: Context,
  access: Access,
  route: Route,
) => Promise<{ ok: true; caller: Caller } | HttpFailure> | { ok: true; caller: Caller } | HttpFailure;

export interface MountOptions<Caller> {
  readonly gate: Gate<Caller>;
  readonly log: Logger;
  /** Told of every unexpected error, for the daemon's health. */
  readonly onError?: (message: string) => void;
}

/**
 * Puts a declared route on a server: gate, bounded body, zod on everything that comes in and on the JSON that goes out.
 * A handler that throws answers 500 without details; the details are in the log.
 */
export function mountRoute<R extends Route, Caller>(
  app: Hono,
  route: R,
  options: MountOptions<Caller>,
  handler: RouteHandler<R, Caller>,
): void {
  app.on(route.method, route.path, async (context) => {
    try {
      const gated = await options.gate(context, route.access, route);
      if (!gated.ok) return failureResponse(gated);
      const input = await parseInput(context, route);
      if (!input.ok) return failureResponse(input);
      // The schemas just parsed are the route's own, so the parsed values are of the route's types.
      const answer = await handler({ ...input, caller: gated.caller, context } as unknown as RouteInput<
        R,
        Caller
      >);
      if (!answer.ok) return failureResponse(answer);
      if ('response' in answer) return answer.response;
      return jsonResponse(route, answer.body, answer.headers);
    } catch (error) {
      options.log.error({ err: error, route: `${route.method} ${route.path}` }, 'a request failed');
      options.onError?.(`${route.method} ${route.path} failed`);
      return failureResponse(
        failure('internal', 'Something went wrong here. The log of this daemon has the details.'),
      );
    }
  });
}

function jsonResponse(route: Route, body: unknown, headers: Record<string, string> = {}): Response {
  const checked = typeof route.response === 'string' ? body : route.response.parse(body);
  return new Response(JSON.stringify(checked), { status: 200, headers: { ...ANSWER_HEADERS, ...headers } });
}

type ParsedInput = { ok: true; params: unknown; query: unknown; body: unknown };

async function parseInput(context: Context, route: Route): Promise<ParsedInput | HttpFailure> {
  const params = parsePart(route.params, context.req.param(), 'path');
  if (!params.ok) return params;
  const query = parsePart(route.query, context.req.query(), 'query');
  if (!query.ok) return query;
  if (route.body === undefined)
    return { ok: true, params: params.value, query: query.value, body: undefined };
  const read = await readBody(context.req.raw, route.body_bytes_max ?? BODY_BYTES_DEFAULT);
  if (!read.ok) return read;
  if (route.body instanceof ZodString)
    return { ok: true, params: params.value, query: query.value, body: read.text };
  const type = context.req.header('content-type') ?? '';
  if (!/^application\/(?:json|[a-z.+-]{1,60}\+json)\b/i.test(type)) {
    return failure('unsupported_media_type', 'Send the body as application/json.', 'header.content-type');
  }
  const json = parseJson(read.text);
  if (!json.ok) return json;
  const body = parsePart(route.body, json.value, 'body');
  if (!body.ok) return body;
  return { ok: true, params: params.value, query: query.value, body: body.value };
}

function parsePart(
  schema: z.ZodType | undefined,
  value: unknown,
  where: string,
): { ok: true; value: unknown } | HttpFailure {
  if (schema === undefined) return { ok: true, value: undefined };
  const parsed = schema.safeParse(value);
  if (parsed.success) return { ok: true, value: parsed.data };
  const issue = parsed.error.issues[0];
  const pointer = [where, ...(issue?.path ?? [])].join('.');
  // zod would quote the name of an unknown field, and a field's name can be a secret too.
  const message = issue?.code === 'unrecognized_keys' ? 'has a field that is not known' : issue?.message;
  return failure('bad_request', `${pointer}: ${message ?? 'not accepted'}`, pointer);
}
