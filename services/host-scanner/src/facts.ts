import type { Platform } from '@clawnex/shared/posture/check.ts';
import type { Outcome } from '@clawnex/shared/posture/outcome.ts';
import type { RootFolder } from '@clawnex/shared/posture/root-folder.ts';
import { type Accounts, readAccounts } from './accounts/groups.ts';
import { findHomes, type Homes } from './homes/user-homes.ts';
import { type Listener, readListeners } from './network/listeners.ts';
import { type Process, readProcesses } from './processes/read-processes.ts';

/** What several checks look at: read once, before they run. */
export interface HostFacts {
  readonly root: RootFolder;
  readonly platform: Platform | 'other';
  readonly homes: Homes;
  readonly accounts: Accounts;
  readonly listeners: Outcome<readonly Listener[]>;
  readonly processes: Outcome<readonly Process[]>;
  /** ClawNex's own folder where it is not in a home. */
  readonly ownHome: string | null;
}

export async function readFacts(
  root: RootFolder,
  platform: Platform | 'other',
  ownHome: string | null,
): Promise<Outcome<HostFacts>> {
  const [homes, accounts, listeners, processes] = await Promise.all([
    findHomes(root),
    readAccounts(root),
    readListeners(root),
    readProcesses(root),
  ]);
  return { ok: true, value: { root, platform, homes, accounts, listeners, processes, ownHome } };
}
