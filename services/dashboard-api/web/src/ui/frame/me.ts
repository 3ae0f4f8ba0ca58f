import type { Permission, Role } from '@clawnex/proto/permissions.ts';
import { useQuery } from '@tanstack/react-query';
import { meQuery } from '../../api/queries.ts';
import type { RouteAnswer } from '../../api/routes.ts';

type Me = RouteAnswer<'readMe'>;

/** Who is signed in. Only inside the frame, whose route has read it. */
export function useMe(): Me {
  const { data } = useQuery(meQuery);
  if (data === undefined) throw new Error('The frame was shown before the session was read.');
  return data;
}

/** Null = allowed; otherwise why not, for a disabled control. */
export function useDenial(permission: Permission, verb: string, roles: readonly Role[]): string | null {
  const me = useMe();
  if (me.permissions.includes(permission)) return null;
  return `Your role (${me.role}) may not ${verb}. Ask someone with the role ${roles.join(' or ')}.`;
}
