/** What an operator may be allowed to do. Routes name these; nothing else does. Free of zod: the dashboard needs them too. */
export const PERMISSIONS = {
  'traffic:read': 'See exchanges, scans and their evidence',
  'incidents:read': 'See alerts and incidents',
  'incidents:write': 'Work on incidents: take them, set their status, comment',
  'posture:read': 'See findings of the trust audit and the host scanner',
  'posture:run': 'Start an audit or a scan',
  'infrastructure:read': 'See the state of the daemons',
  'policy:read': "See the shield's policy",
  'policy:write': "Change the shield's policy, its exceptions, own rules and planted markers",
  'containment:write': 'Stop an agent, session, key, tool, skill or provider, and end that',
  'break_glass:write': 'Lift enforcement for a stated time',
  'reviews:decide': 'Approve or reject held calls',
  'audit:read': 'Read the audit trail',
  'operators:write': 'Create operators and change their roles',
} as const;
export type Permission = keyof typeof PERMISSIONS;

/** Names for code outside the contract, so that none is spelt twice. */
export const PERMISSION = {
  readTraffic: 'traffic:read',
  readIncidents: 'incidents:read',
  workIncidents: 'incidents:write',
  readPosture: 'posture:read',
  runPosture: 'posture:run',
  readInfrastructure: 'infrastructure:read',
  readPolicy: 'policy:read',
  changePolicy: 'policy:write',
  changeContainment: 'containment:write',
  liftEnforcement: 'break_glass:write',
  decideReviews: 'reviews:decide',
} as const satisfies Record<string, Permission>;
