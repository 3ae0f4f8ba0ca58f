import { brokerPermissions } from '@clawnex/proto/broker.ts';
import { BROKER_USERS } from '@clawnex/proto/daemons.ts';

/** What each broker user may publish and subscribe to, for reading and for the diff when it changes. */
export function brokerPermissionsJson(): unknown {
  return Object.fromEntries(BROKER_USERS.map((user) => [user, brokerPermissions(user)]));
}
