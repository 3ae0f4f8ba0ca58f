import type { Context } from 'hono';

/** `__Host-`: set by us over a secure origin, for this host and no subdomain. Browsers count http://127.0.0.1 and http://localhost as secure. */
export const SESSION_COOKIE = '__Host-clawnex';
const ATTRIBUTES = 'Path=/; HttpOnly; Secure; SameSite=Strict';
/** 32 bytes in base64url. Anything else was not made here and is not looked up. */
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

export function setCookieHeader(token: string): string {
  return `${SESSION_COOKIE}=${token}; ${ATTRIBUTES}`;
}

export function clearCookieHeader(): string {
  return `${SESSION_COOKIE}=; ${ATTRIBUTES}; Max-Age=0`;
}

/** The session token a request carries; null for none, for one of a foreign shape, or for two of the name. */
export function readSessionToken(context: Context): string | null {
  const cookies = (context.req.header('cookie') ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${SESSION_COOKIE}=`));
  const value = cookies[0]?.slice(SESSION_COOKIE.length + 1);
  return cookies.length === 1 && value !== undefined && TOKEN.test(value) ? value : null;
}
