import type { Context, MiddlewareHandler } from 'hono';

/** The web app is static files of ours: nothing inline, nothing foreign, no HTML made from text. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

export const SECURITY_HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
} as const;

/** One year, the least that browsers' preload rules call long. Never over plain http: it would be ignored or harmful. */
const STRICT_TRANSPORT_SECURITY = 'max-age=31536000';

/** Puts the headers on every answer, whoever made it. */
export function addSecurityHeaders(isHttps: (context: Context) => boolean): MiddlewareHandler {
  return async (context, next) => {
    await next();
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) context.res.headers.set(name, value);
    if (isHttps(context)) context.res.headers.set('strict-transport-security', STRICT_TRANSPORT_SECURITY);
  };
}
