import { ERROR_CODES, type ErrorCode } from '@clawnex/proto/errors.ts';
import type { HttpError } from '@clawnex/proto/http/error.ts';

/** An expected failure of a route: becomes the status of its code and our error body. */
export interface HttpFailure {
  readonly ok: false;
  readonly code: ErrorCode;
  readonly message: string;
  /** Pointer into the request, e.g. `body.username`. */
  readonly where?: string;
}

export function failure(code: ErrorCode, message: string, where?: string): HttpFailure {
  return { ok: false, code, message, ...(where === undefined ? {} : { where }) };
}

/** Headers of every answer: nothing of ours is cached, sniffed or framed. */
export const ANSWER_HEADERS = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
} as const;

export function failureResponse(fail: HttpFailure): Response {
  const body: HttpError = {
    error: {
      code: fail.code,
      message: fail.message,
      ...(fail.where === undefined ? {} : { where: fail.where }),
    },
  };
  return new Response(JSON.stringify(body), { status: ERROR_CODES[fail.code], headers: ANSWER_HEADERS });
}
