import { join } from 'node:path';
import type { PostureSnapshot } from '@clawnex/proto/events/posture.ts';
import { type Clock, systemClock } from '@clawnex/shared/kernel/clock.ts';
import { hostToken } from '@clawnex/shared/kernel/host.ts';
import { openRootFolder } from '@clawnex/shared/posture/root-folder.ts';
import { runChecks } from '@clawnex/shared/posture/run-checks.ts';
import { CHECKS } from './checks/all-checks.ts';
import { readFacts } from './facts.ts';
import { platformOf, thisPlatform } from './platform-of.ts';

export interface ScanOptions {
  readonly host?: string;
  readonly clock?: Clock;
  /** ClawNex's own folder below the root, for installations outside any home. */
  readonly ownHome?: string;
}

/** Scans the machine whose `/` is the given folder. Reads only, and only below it; starts no program. */
export async function scanRoot(folder: string, options: ScanOptions = {}): Promise<PostureSnapshot> {
  const { host = hostToken(), clock = systemClock, ownHome } = options;
  const own = ownHome === undefined ? null : join('/', ownHome);
  const root = await openRootFolder(folder, 'reroot');
  const platform = root.ok ? await platformOf(root.value) : thisPlatform();
  const facts = root.ok ? readFacts(root.value, platform, own) : Promise.resolve(root);
  return await runChecks(CHECKS, facts, { host, platform, clock });
}
