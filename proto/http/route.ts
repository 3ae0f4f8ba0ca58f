import type { z } from 'zod';
import type { ErrorCode } from '../errors.ts';
import type { Permission } from '../permissions.ts';

/**
 * Who may call a route: a permission of the signed-in operator, any signed-in operator, the holder of the daemon's
 * token (LiteLLM and other programs on this machine), or everyone.
 */
export type Access = Permission | 'signed_in' | 'token' | 'public';

/** One HTTP route. Server, OpenAPI, typed client, role matrix and fuzzer are all made from this. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path parameters as `:name`. */
  readonly path: `/${string}`;
  readonly access: Access;
  readonly summary: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Body limit in bytes where it differs from the server's default. */
  readonly body_bytes_max?: number;
  /** JSON answer. A stream or plain-text route says `stream` or `text` instead. */
  readonly response: z.ZodType | 'stream' | 'text';
  /** Errors beyond those every route has (bad_request, forbidden, internal …). */
  readonly errors: readonly ErrorCode[];
}

/** Declares a route; the only way to make one. */
export function defineRoute<const R extends Route>(route: R): R {
  return route;
}
