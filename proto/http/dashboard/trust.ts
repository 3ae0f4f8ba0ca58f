import { z } from 'zod';
import { TrustDetail } from '../../events/posture.ts';
import { Count, EventId } from '../../scalars.ts';
import { TrustReport, TrustWhatIf, TrustWish } from '../../trust-report.ts';
import { defineRoute } from '../route.ts';
import { IsoTime } from './iso-time.ts';

/** Longer than this, nobody remembers why a risk was taken. */
export const ACCEPTANCE_DAYS_MAX = 180;

export const readTrustReport = defineRoute({
  method: 'GET',
  path: '/api/trust/report',
  access: 'posture:read',
  summary: 'Who can reach what on this host: the newest run as a graph, with the questions answered on it',
  response: TrustReport,
  errors: ['unavailable', 'timed_out'],
});

export const askTrustWhatIf = defineRoute({
  method: 'POST',
  path: '/api/trust/what-if',
  access: 'posture:read',
  summary: 'What changes would come to, tried on a copy; nothing is written',
  body: TrustWish,
  response: TrustWhatIf,
  errors: ['unavailable', 'timed_out', 'conflict'],
});

export const runTrustAudit = defineRoute({
  method: 'POST',
  path: '/api/trust/run',
  access: 'posture:run',
  summary: 'Audit now',
  response: z.strictObject({ snapshot_id: EventId, findings: Count, failed: Count }),
  errors: ['unavailable', 'timed_out'],
});

export const TrustFindingRow = z.strictObject({
  finding_id: z.string(),
  host: z.string(),
  detail: TrustDetail,
  /** In force now; null for an open finding. */
  acceptance: z
    .strictObject({
      reason: z.string(),
      owner: z.string(),
      accepted_by: z.string(),
      accepted_at: IsoTime,
      expires_at: IsoTime,
    })
    .nullable(),
  /** Why an acceptance of this finding is not in force any more. */
  reopened: z.enum(['expired', 'changed', 'revoked']).nullable(),
});

export const listTrustDetails = defineRoute({
  method: 'GET',
  path: '/api/trust/findings',
  access: 'posture:read',
  summary:
    'Where each present finding of the trust audit stands, its ways, its change, and whether it is accepted',
  response: z.strictObject({ rows: z.array(TrustFindingRow) }),
  errors: [],
});

export const listTrustChanges = defineRoute({
  method: 'GET',
  path: '/api/trust/changes',
  access: 'posture:read',
  summary: 'What was different from run to run, the newest first',
  response: z.strictObject({
    rows: z.array(
      z.strictObject({
        snapshot_id: z.string(),
        host: z.string(),
        at: IsoTime,
        appeared: z.array(z.string()),
        gone: z.array(z.string()),
        new_ways: z.array(z.string()),
        highest_risk_before: z.number(),
        highest_risk_after: z.number(),
      }),
    ),
  }),
  errors: [],
});

const Target = { host: z.string().min(1).max(64), finding_id: EventId };

export const acceptFinding = defineRoute({
  method: 'POST',
  path: '/api/trust/acceptances',
  access: 'posture:run',
  summary: 'Accept a finding for a time; it opens again when that ends or when what was found changes',
  body: z.strictObject({
    ...Target,
    reason: z.string().trim().min(10).max(600),
    owner: z.string().trim().min(1).max(120),
    days: z.int().min(1).max(ACCEPTANCE_DAYS_MAX),
  }),
  response: z.strictObject({ expires_at: IsoTime }),
  errors: ['not_found', 'unavailable'],
});

export const revokeAcceptance = defineRoute({
  method: 'POST',
  path: '/api/trust/acceptances/revoke',
  access: 'posture:run',
  summary: 'End an acceptance before its time',
  body: z.strictObject(Target),
  response: z.strictObject({ revoked: z.boolean() }),
  errors: ['not_found', 'unavailable'],
});
