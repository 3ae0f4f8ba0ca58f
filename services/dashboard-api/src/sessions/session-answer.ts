import type { Me } from '@clawnex/proto/http/dashboard/session.ts';
import { ROLE_PERMISSIONS } from '@clawnex/proto/permissions.ts';
import { toIso } from '@clawnex/shared/kernel/clock.ts';
import { failure, type HttpFailure } from '@clawnex/shared/kernel/http/result.ts';
import type { Context } from 'hono';
import type { Visitor } from '../gate/caller.ts';
import type { Attempt } from '../sign-in/sign-in.ts';
import { readSessionToken, setCookieHeader } from './session-cookie.ts';
import { endOf, type Session, type SessionStore } from './session-store.ts';

/** What a sign-in (or set-up) request says, with where it comes from. */
export function attemptOf(
  body: { username: string; password: string },
  visitor: Visitor,
  context: Context,
): Attempt {
  return {
    username: body.username,
    password: body.password,
    address: visitor.client.address,
    userAgent: context.req.header('user-agent') ?? '',
    replaces: readSessionToken(context),
  };
}

/** Who is signed in, with the cookie of the session that just began. */
export function answerSignedIn(
  sessions: SessionStore,
  token: string,
  nowMs: number,
): { ok: true; body: Me; headers: Record<string, string> } | HttpFailure {
  const session = sessions.findByToken(token);
  if (session === null) return failure('not_signed_in', 'The session ended at once. Sign in again.');
  return { ok: true, body: toMe(session, nowMs), headers: { 'set-cookie': setCookieHeader(token) } };
}

export function toMe(session: Session, nowMs: number): Me {
  return {
    username: session.username,
    role: session.role,
    permissions: [...ROLE_PERMISSIONS[session.role]],
    signed_in_at: toIso(session.signed_in_at_ms),
    expires_at: toIso(endOf(session, nowMs)),
  };
}
