import { toIso } from '@clawnex/shared/kernel/clock.ts';

/** An acceptance beside the finding as it is now. */
interface Row {
  readonly state: string;
  readonly accepted_state: string | null;
  readonly reason: string | null;
  readonly owner: string | null;
  readonly accepted_by: string | null;
  readonly accepted_at_ms: number | null;
  readonly expires_at_ms: number | null;
  readonly revoked_at_ms: number | null;
}

/** Whether an acceptance is in force: it ends by its time, by its owner, and when what was found is no more the same. */
export function judgeAcceptance(row: Row, now: number) {
  const { accepted_state, reason, owner, accepted_by, accepted_at_ms, expires_at_ms } = row;
  if (
    accepted_state === null ||
    reason === null ||
    owner === null ||
    accepted_by === null ||
    accepted_at_ms === null ||
    expires_at_ms === null
  )
    return { acceptance: null, reopened: null };
  if (row.revoked_at_ms !== null) return { acceptance: null, reopened: 'revoked' as const };
  if (accepted_state !== row.state) return { acceptance: null, reopened: 'changed' as const };
  if (expires_at_ms <= now) return { acceptance: null, reopened: 'expired' as const };
  return {
    acceptance: {
      reason,
      owner,
      accepted_by,
      accepted_at: toIso(accepted_at_ms),
      expires_at: toIso(expires_at_ms),
    },
    reopened: null,
  };
}
