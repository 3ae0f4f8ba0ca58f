import type { Session } from '../sessions/session-store.ts';
import type { Client } from './client-address.ts';

/** Whoever calls a public route. */
export interface Visitor {
  readonly client: Client;
}

/** A signed-in operator who may call the route. */
export interface SignedIn extends Visitor {
  readonly session: Session;
}
