import type { TrustChanged } from '@clawnex/proto/events/trust.ts';
import type { Audit } from './audit-home.ts';
import { newAccess } from './graph/questions.ts';
import { highestRisk } from './graph/risk.ts';

const IDS_MAX = 500;
const WAYS_MAX = 20;
const WORDS_MAX = 1_200;

/** What is different between two runs; null when nothing is. */
export function compareRuns(before: Audit, after: Audit): TrustChanged | null {
  const known = new Map(before.judged.map((hit) => [hit.finding_id, hit.severity]));
  const present = new Map(after.judged.map((hit) => [hit.finding_id, hit.severity]));
  const appeared = [...present.keys()].filter((id) => !known.has(id));
  const gone = [...known.keys()].filter((id) => !present.has(id));
  const ways =
    before.scan === null || after.scan === null ? [] : newAccess(before.scan.risk, after.scan.risk);
  const highest_risk_before = riskOf(before);
  const highest_risk_after = riskOf(after);
  if (
    appeared.length === 0 &&
    gone.length === 0 &&
    ways.length === 0 &&
    highest_risk_before === highest_risk_after
  )
    return null;
  return {
    snapshot_id: after.snapshot.snapshot_id,
    before_snapshot_id: before.snapshot.snapshot_id,
    appeared: appeared.slice(0, IDS_MAX),
    gone: gone.slice(0, IDS_MAX),
    new_ways: ways.slice(0, WAYS_MAX).map(({ words }) => words.slice(0, WORDS_MAX)),
    highest_risk_before,
    highest_risk_after,
  };
}

function riskOf({ scan }: Audit): number {
  return scan === null ? 0 : Math.round(highestRisk(scan.risk) * 10) / 10;
}
