import type { PostureSnapshot } from '@clawnex/proto/events/posture.ts';
import { type Clock, systemClock } from '@clawnex/shared/kernel/clock.ts';
import { hostToken } from '@clawnex/shared/kernel/host.ts';
import { runChecks } from '@clawnex/shared/posture/run-checks.ts';
import { CHECKS } from './checks/all-checks.ts';
import { readFacts } from './facts.ts';

/** Where the LiteLLM proxy listens when nothing else is set. */
export const PROXIES_DEFAULT = ['http://127.0.0.1:4000', 'http://localhost:4000', 'http://[::1]:4000'];

export interface AuditOptions {
  readonly host?: string;
  readonly clock?: Clock;
  /** Origins of the proxy that the shield guards. */
  readonly proxies?: readonly string[];
}

/** Audits what lies in a user's home. Reads only, and only below it. */
export async function auditHome(home: string, options: AuditOptions = {}): Promise<PostureSnapshot> {
  const { host = hostToken(), clock = systemClock, proxies = PROXIES_DEFAULT } = options;
  const platform =
    process.platform === 'darwin' ? 'darwin' : process.platform === 'linux' ? 'linux' : 'other';
  return await runChecks(CHECKS, readFacts(home, proxies), { host, platform, clock });
}
