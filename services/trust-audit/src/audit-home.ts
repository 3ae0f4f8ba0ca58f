import type { Finding, PostureSnapshot } from '@clawnex/proto/events/posture.ts';
import { type Clock, systemClock } from '@clawnex/shared/kernel/clock.ts';
import { hostToken } from '@clawnex/shared/kernel/host.ts';
import { newId } from '@clawnex/shared/kernel/ids.ts';
import { fitSnapshot } from '@clawnex/shared/posture/fit-snapshot.ts';
import { CHECKS } from './checks/all-checks.ts';
import { type Simulation, simulateFix } from './fixes/simulate-fix.ts';
import { openHome } from './home/scanned-home.ts';
import { type JudgedHit, judgeHits } from './judge-hits.ts';
import { listRest } from './report/list-rest.ts';
import { toFinding } from './report/to-finding.ts';
import { type Scan, scanHome } from './scan.ts';

/** Where the LiteLLM proxy listens when nothing else is set. */
export const PROXIES_DEFAULT = ['http://127.0.0.1:4000', 'http://localhost:4000', 'http://[::1]:4000'];

export interface AuditOptions {
  readonly host?: string;
  readonly clock?: Clock;
  /** Origins of the proxy that the shield guards. */
  readonly proxies?: readonly string[];
  /** False leaves the trial of each change out. */
  readonly simulate?: boolean;
}

/** One run: its results, and what they were read from. */
export interface Audit {
  readonly snapshot: PostureSnapshot;
  /** Null when there is no such home. */
  readonly scan: Scan | null;
  readonly judged: readonly JudgedHit[];
}

/** Audits what lies in a user's home. Reads only, only below it, and starts nothing that it finds. */
export async function auditHome(path: string, options: AuditOptions = {}): Promise<Audit> {
  const { host = hostToken(), clock = systemClock, proxies = PROXIES_DEFAULT, simulate = true } = options;
  const started_at_ms = clock.now();
  const home = await openHome(path);
  const findings: Finding[] = [];
  let scan: Scan | null = null;
  let judged: readonly JudgedHit[] = [];
  if (home.ok) {
    scan = await scanHome(home.value, proxies);
    judged = judgeHits(CHECKS, scan, host);
    for (const hit of judged) {
      const trial: Simulation | null = simulate ? await simulateFix(scan, judged, hit, host) : null;
      findings.push(await toFinding(scan, hit, trial));
    }
  }
  findings.push(...listRest(CHECKS, scan, judged, host, home.ok ? null : home.message));
  const snapshot = fitSnapshot({
    snapshot_id: newId(started_at_ms),
    started_at_ms,
    ended_at_ms: Math.max(started_at_ms, clock.now()),
    findings,
    checks_total: CHECKS.length,
  });
  return { snapshot, scan, judged };
}
