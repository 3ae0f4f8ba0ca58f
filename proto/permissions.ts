import { z } from 'zod';
import { PERMISSIONS, type Permission } from './permission-names.ts';

export { PERMISSIONS, type Permission } from './permission-names.ts';

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
    'incidents:write',
    'posture:read',
    'posture:run',
    'infrastructure:read',
    'policy:read',
    'policy:write',
    'containment:write',
    'break_glass:write',
    'reviews:decide',
    'audit:read',
  ],
  analyst: [
    'traffic:read',
    'incidents:read',
    'incidents:write',
    'posture:read',
    'posture:run',
    'infrastructure:read',
    'policy:read',
    'audit:read',
  ],
  viewer: ['traffic:read', 'incidents:read', 'posture:read', 'infrastructure:read', 'policy:read'],
};
