import { z } from 'zod';

/** What an operator may be allowed to do. Routes name these; nothing else does. */
export const PERMISSIONS = {
  'traffic:read': 'See exchanges, scans and their evidence',
  'incidents:read': 'See alerts and incidents',
  'posture:read': 'See findings of the trust audit and the host scanner',
  'posture:run': 'Start an audit or a scan',
  'infrastructure:read': 'See the state of the daemons',
  'policy:read': "See the shield's policy",
  'policy:write': "Change the shield's policy",
  'audit:read': 'Read the audit trail',
  'operators:write': 'Create operators and change their roles',
} as const;
export type Permission = keyof typeof PERMISSIONS;
export const PERMISSION_NAMES = Object.keys(PERMISSIONS).filter(
  (name): name is Permission => name in PERMISSIONS,
);

export const ROLES = ['admin', 'responder', 'analyst', 'viewer'] as const;
export const Role = z.enum(ROLES);
export type Role = z.infer<typeof Role>;

export const ROLE_PERMISSIONS: Readonly<Record<Role, readonly Permission[]>> = {
  admin: PERMISSION_NAMES,
  responder: [
    'traffic:read',
    'incidents:read',
    'posture:read',
    'posture:run',
    'infrastructure:read',
    'policy:read',
    'policy:write',
    'audit:read',
  ],
  analyst: [
    'traffic:read',
    'incidents:read',
    'posture:read',
    'posture:run',
    'infrastructure:read',
    'policy:read',
    'audit:read',
  ],
  viewer: ['traffic:read', 'incidents:read', 'posture:read', 'infrastructure:read', 'policy:read'],
};
