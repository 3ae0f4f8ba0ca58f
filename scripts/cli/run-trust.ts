import { loadConfig } from '@clawnex/shared/kernel/config.ts';
import { hostToken } from '@clawnex/shared/kernel/host.ts';
import { resolvePaths } from '@clawnex/shared/kernel/paths.ts';
import { type Audit, auditHome } from '@clawnex/trust-audit/src/audit-home.ts';
import { TrustAuditConfig } from '@clawnex/trust-audit/src/config.ts';
import type { Scan } from '@clawnex/trust-audit/src/scan.ts';
import { StepError } from '../bring/report.ts';

export interface TrustRun extends Audit {
  readonly home: string;
  readonly host: string;
}

/** Audits the home that was named, or the configured one. */
export async function runTrust(named: string | undefined, simulate: boolean): Promise<TrustRun> {
  const config = loadConfig('trust-audit', TrustAuditConfig, resolvePaths());
  const home = named ?? config.home;
  const host = hostToken();
  return { home, host, ...(await auditHome(home, { host, proxies: config.proxies, simulate })) };
}

/** The scan of a run. Throws `StepError` where there is no such home. */
export function scanOf({ scan, home }: TrustRun): Scan {
  if (scan === null)
    throw new StepError(`${home} does not exist or is not a folder. Name a home with --home.`);
  return scan;
}
