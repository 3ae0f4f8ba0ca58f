/** Every error code our HTTP and bus answers use, with the status the HTTP edge gives it. */
export const ERROR_CODES = {
  bad_request: 400,
  bad_credentials: 401,
  not_signed_in: 401,
  forbidden: 403,
  cross_site: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  unsupported_media_type: 415,
  too_many_attempts: 429,
  internal: 500,
  unavailable: 503,
  timed_out: 504,
} as const;
export type ErrorCode = keyof typeof ERROR_CODES;
