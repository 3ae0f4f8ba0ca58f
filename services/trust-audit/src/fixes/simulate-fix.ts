import { CHECKS } from '../checks/all-checks.ts';
import { highestRisk } from '../graph/risk.ts';
import { type JudgedHit, judgeHits } from '../judge-hits.ts';
import { type Scan, scanHome } from '../scan.ts';
import { applyPatches } from './apply-patches.ts';
import type { Patch } from './patch.ts';

/** Stands for a secret that is made when the change is written. */
const TRIAL_SECRET = '0123456789abcdef'.repeat(4);

export interface Simulation {
  readonly clears: boolean;
  readonly removes: readonly string[];
  readonly adds: readonly string[];
  readonly highest_risk_before: number;
  readonly highest_risk_after: number;
}

/** What would be different: the same home with the patches over it, read and judged again. */
export interface Trial {
  readonly scan: Scan;
  readonly judged: readonly JudgedHit[];
}

export async function tryPatches(
  scan: Scan,
  patches: readonly Patch[],
  host: string,
): Promise<Trial | { readonly problem: string }> {
  const applied = await applyPatches(scan.home, patches, () => TRIAL_SECRET);
  if (!applied.ok) return { problem: applied.message };
  const after = await scanHome(scan.home.with(applied.changes), scan.proxies);
  return { scan: after, judged: judgeHits(CHECKS, after, host) };
}

/** Tries a finding's change on a copy. Null where it cannot be made: then it is not shown as tried. */
export async function simulateFix(
  scan: Scan,
  judged: readonly JudgedHit[],
  { finding_id, hit }: JudgedHit,
  host: string,
): Promise<Simulation | null> {
  const trial = await tryPatches(scan, hit.fix.patches, host);
  if ('problem' in trial) return null;
  const before = new Set(judged.map((each) => each.finding_id));
  const after = new Set(trial.judged.map((each) => each.finding_id));
  return {
    clears: !after.has(finding_id),
    removes: [...before].filter((id) => !after.has(id)),
    adds: [...after].filter((id) => !before.has(id)),
    highest_risk_before: round(highestRisk(scan.risk)),
    highest_risk_after: round(highestRisk(trial.scan.risk)),
  };
}

function round(risk: number): number {
  return Math.round(risk * 10) / 10;
}
