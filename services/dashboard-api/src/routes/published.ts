import type { Changed } from '../containment/stops.ts';
import type { SignedIn } from '../gate/caller.ts';
import type { Actor } from '../policy/policy-keeper.ts';

export function actorOf({ session, client }: SignedIn): Actor {
  return { username: session.username, address: client.address };
}

/** A change's answer to its caller. */
export function answerChange(changed: Changed) {
  if (!changed.ok) return changed;
  return { ok: true as const, body: { id: changed.id, published: changed.published } };
}
