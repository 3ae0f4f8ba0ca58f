import { ROLE_PERMISSIONS } from '@clawnex/proto/permissions.ts';
import type { Gate } from '@clawnex/shared/kernel/http/mount-route.ts';
import { failure } from '@clawnex/shared/kernel/http/result.ts';
import type { Context } from 'hono';
import { readSessionToken } from '../sessions/session-cookie.ts';
import type { Session, SessionStore } from '../sessions/session-store.ts';
import type { SignedIn, Visitor } from './caller.ts';
import { type Client, cameThroughProxy } from './client-address.ts';
import type { PublicAddress } from './public-address.ts';
import { checkSameOrigin } from './same-origin.ts';

export interface GateParts {
  address(): PublicAddress;
  readClient(context: Context): Client;
  readonly sessions: SessionStore;
  count(name: 'requests_cross_site' | 'requests_not_signed_in' | 'requests_forbidden'): void;
  /** Told of every refusal of a signed-in operator. */
  onDenied(session: Session, client: Client, route: string, permission: string): Promise<void>;
}

/** For routes that are public by declaration; refuses to stand in front of any other. */
export function visitorGate(parts: GateParts): Gate<Visitor> {
  return (context, access) => {
    if (access !== 'public') return failure('forbidden', 'This route is not public.');
    const crossSite = checkSameOrigin(context, parts.address());
    if (crossSite !== null) parts.count('requests_cross_site');
    return crossSite ?? { ok: true, caller: { client: parts.readClient(context) } };
  };
}

/** For everything else: our own pages only, a living session, and the permission that the route names. */
export function operatorGate(parts: GateParts): Gate<SignedIn> {
  return async (context, access, route) => {
    const crossSite = checkSameOrigin(context, parts.address());
    if (crossSite !== null) {
      parts.count('requests_cross_site');
      return crossSite;
    }
    const token = readSessionToken(context);
    const session = token === null ? null : parts.sessions.findByToken(token);
    if (session === null) {
      parts.count('requests_not_signed_in');
      return failure('not_signed_in', 'Sign in first.');
    }
    const client = parts.readClient(context);
    const permissions: readonly string[] = ROLE_PERMISSIONS[session.role];
    if (access !== 'signed_in' && !permissions.includes(access)) {
      parts.count('requests_forbidden');
      await parts.onDenied(session, client, `${route.method} ${route.path}`, access);
      return failure(
        'forbidden',
        `Your role (${session.role}) does not include "${access}". An admin can change it.`,
      );
    }
    await parts.sessions.touch(session);
    return { ok: true, caller: { client, session } };
  };
}

/** Health and counters: for this machine only, never through the proxy. */
export const localGate: Gate<null> = (context) =>
  cameThroughProxy(context) ? failure('not_found', 'There is no such route.') : { ok: true, caller: null };
