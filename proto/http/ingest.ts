import { z } from 'zod';
import { defineRoute } from './route.ts';

/** LiteLLM flushes up to 512 records at once; with message logging on, each may carry a whole prompt. */
export const LOG_BODY_BYTES_MAX = 64 * 1024 ** 2;

/**
 * LiteLLM's log callback. The body is a JSON array, one JSON object, or newline-delimited JSON, all under
 * `application/json`: the handler parses it. Answered only after the records are committed.
 */
export const receiveLogs = defineRoute({
  method: 'POST',
  path: '/litellm/logs',
  access: 'token',
  summary: "LiteLLM's records of model calls (generic_api callback)",
  body: z.string(),
  body_bytes_max: LOG_BODY_BYTES_MAX,
  response: z.strictObject({ stored: z.int(), repeated: z.int(), skipped: z.int() }),
  errors: ['too_large', 'unavailable'],
});
