import type { GraphBuilder } from './graph-builder.ts';

export const INTERNET = 'principal:internet';
export const STRANGER = 'principal:stranger';
export const GROUP_MEMBER = 'principal:group-member';
export const OWNER = 'principal:owner';
/** Those whom nobody chose. */
export const OUTSIDERS = [INTERNET, STRANGER, GROUP_MEMBER];

/** Everyone who counts in any home. Group members come with the groups. */
export function addPrincipals(builder: GraphBuilder): void {
  builder.node({ id: INTERNET, kind: 'principal', label: 'anyone on the internet', weight: 1 });
  builder.node({ id: STRANGER, kind: 'principal', label: 'a stranger who writes to it', weight: 0.8 });
  builder.node({ id: OWNER, kind: 'principal', label: 'the owner', weight: 0.05 });
}

export function addGroupMember(builder: GraphBuilder): string {
  return builder.node({ id: GROUP_MEMBER, kind: 'principal', label: 'a member of a group', weight: 0.6 });
}
