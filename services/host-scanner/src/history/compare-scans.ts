import type { HostChanged, HostSnapshot } from '@clawnex/proto/events/host.ts';
import type { Finding } from '@clawnex/proto/events/posture.ts';

/** Changes of a machine that was rebuilt; one event must hold them. */
const CHANGES_MAX = 200;

type ComparableFinding = Pick<Finding, 'finding_id' | 'check' | 'title' | 'result' | 'severity' | 'subject'>;

/** As much of a scan as comparing takes. */
export interface ComparableScan {
  readonly snapshot_id: string;
  readonly score: number | null;
  readonly findings: readonly ComparableFinding[];
}

export function toComparable({ snapshot_id, grade, findings }: HostSnapshot): ComparableScan {
  return { snapshot_id, score: grade?.score ?? null, findings };
}

/** What differs between two runs; null where nothing that failed changed. */
export function compareScans(before: ComparableScan, after: ComparableScan): HostChanged | null {
  const failedBefore = failuresOf(before);
  const failedNow = failuresOf(after);
  const now = new Map(after.findings.map((finding) => [finding.finding_id, finding]));
  const blind = new Set(
    after.findings.filter(({ result }) => result === 'not_evaluated').map(({ check }) => check),
  );
  const gone = [...failedBefore.values()].filter(({ finding_id }) => !failedNow.has(finding_id));
  // A finding that is missing while its check could not see everything may still be there.
  const isLost = ({ finding_id, check }: ComparableFinding) =>
    now.get(finding_id)?.result === 'not_evaluated' || (!now.has(finding_id) && blind.has(check));
  const appeared = [...failedNow.values()].filter(({ finding_id }) => !failedBefore.has(finding_id));
  const lost = gone.filter(isLost);
  const resolved = gone.filter((finding) => !isLost(finding));
  if (appeared.length + lost.length + resolved.length === 0) return null;
  return {
    snapshot_id: after.snapshot_id,
    previous_snapshot_id: before.snapshot_id,
    appeared: appeared.slice(0, CHANGES_MAX).map(brief),
    resolved: resolved.slice(0, CHANGES_MAX).map(brief),
    lost_sight: lost.slice(0, CHANGES_MAX).map(brief),
    score_before: before.score,
    score_after: after.score,
  };
}

function failuresOf({ findings }: ComparableScan): ReadonlyMap<string, ComparableFinding> {
  return new Map(
    findings.filter(({ result }) => result === 'fail').map((finding) => [finding.finding_id, finding]),
  );
}

function brief({
  finding_id,
  check,
  title,
  severity,
  subject,
}: ComparableFinding): HostChanged['appeared'][number] {
  return { finding_id, check, title, severity, subject };
}
