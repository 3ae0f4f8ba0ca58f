import type { Platform } from '@clawnex/shared/posture/check.ts';
import type { Outcome } from '@clawnex/shared/posture/outcome.ts';
import type { RootFolder } from '@clawnex/shared/posture/root-folder.ts';
import { type Accounts, readAccounts } from './accounts/read-accounts.ts';
import type { AdvisorySet } from './advisories/advisory.ts';
import { type Matches, matchAdvisories } from './advisories/match.ts';
import { type Baseline, readBaseline } from './baseline/read-baseline.ts';
import { once } from './files/once.ts';
import { findHomes, type Homes } from './homes/user-homes.ts';
import type { PackageItem } from './inventory/package-item.ts';
import { type Inventory, readInventory } from './inventory/read-inventory.ts';
import { openSysctl, type Sysctl } from './kernel/sysctl.ts';
import { type Listener, parseLsof, readListeners } from './network/listeners.ts';
import type { OwnStore } from './own-store/own-store.ts';
import { openProbes, type Probes } from './probes/open-probes.ts';
import { parseProcessTable } from './processes/process-table.ts';
import { type Processes, readProcesses } from './processes/read-processes.ts';
import { readSshdConfig, type SshdConfig } from './ssh/sshd-config.ts';
import { readUnitFiles, type UnitFiles } from './systemd/unit-files.ts';

/** What several checks look at: read once. The functions read when the first check asks. */
export interface HostFacts {
  readonly root: RootFolder;
  readonly platform: Platform | 'other';
  readonly now_ms: number;
  /** Whether the root is this machine's own `/`. */
  readonly isLive: boolean;
  readonly homes: Homes;
  readonly accounts: Accounts;
  readonly listeners: Outcome<readonly Listener[]>;
  readonly processes: Outcome<Processes>;
  /** Folders where ClawNex may keep its state, below the root. */
  readonly ownHomes: readonly string[];
  readonly advisories: readonly AdvisorySet[];
  /** Why the configured address gave no advisories; null where none is configured, or all is well. */
  readonly advisoryProblem: string | null;
  readonly sysctl: Sysctl;
  readonly probe: Probes;
  units(): Promise<UnitFiles>;
  sshd(): Promise<Outcome<SshdConfig>>;
  inventory(): Promise<Inventory>;
  /** What advisories say of the inventory. */
  matches(): Promise<Matches>;
  baseline(): Promise<Outcome<Baseline>>;
  /** The database of this installation; null where it is not asked, since SQLite would write beside it. */
  readonly ownStore: OwnStore | null;
}

export interface FactOptions {
  readonly platform: Platform | 'other';
  /** Whether the root is this machine's own `/`. */
  readonly live: boolean;
  readonly now_ms: number;
  readonly isRoot: boolean;
  readonly ownHome: string | null;
  readonly advisories: readonly AdvisorySet[];
  readonly advisoryProblem: string | null;
  readonly ownStore: OwnStore | null;
}

const INSTALLED_HOME = '/var/lib/clawnex';

export async function readFacts(root: RootFolder, options: FactOptions): Promise<Outcome<HostFacts>> {
  const { platform, now_ms, live, ownHome, advisories, ownStore } = options;
  const probe = openProbes(root, options);
  const accounts = await readAccounts(root);
  const [homes, listeners, processes] = await Promise.all([
    findHomes(root, accounts),
    platform === 'darwin' ? listenersByProbe(probe) : readListeners(root),
    platform === 'darwin' ? processesByProbe(probe) : readProcesses(root),
  ]);
  const ownHomes = [
    ...new Set([
      ...(ownHome === null ? [] : [ownHome]),
      ...homes.users.map(({ path }) => `${path}/.clawnex`),
      INSTALLED_HOME,
    ]),
  ];
  const inventory = once(() => readInventory(root, homes, processes.ok ? processes.value.seen : []));
  return {
    ok: true,
    value: {
      root,
      platform,
      now_ms,
      isLive: live,
      homes,
      accounts,
      listeners,
      processes,
      ownHomes,
      advisories,
      advisoryProblem: options.advisoryProblem,
      ownStore,
      sysctl: openSysctl(root),
      probe,
      units: once(() => readUnitFiles(root, homes)),
      sshd: once(() => readSshdConfig(root)),
      inventory,
      matches: once(async () =>
        matchAdvisories(advisories, await allPackages(root, await inventory()), now_ms),
      ),
      baseline: once(() => readBaseline(root, ownHomes)),
    },
  };
}

/** With those of the system, under their source package's name, which is what its advisories name. */
async function allPackages(root: RootFolder, { items, debian }: Inventory): Promise<readonly PackageItem[]> {
  if (!debian.ok) return items;
  const text = await root.readText('/etc/os-release', 65_536);
  const release = text.ok ? /^VERSION_ID="?([\d.]{1,20})/m.exec(text.value)?.[1] : undefined;
  const system = debian.value.map(
    ({ name, source, version }): PackageItem => ({
      ecosystem: 'Debian',
      name: source,
      version,
      path: `/var/lib/dpkg/status (${name})`,
      state: 'installed',
      ...(release === undefined ? {} : { release }),
    }),
  );
  return [...items, ...system];
}

async function listenersByProbe(probe: Probes): Promise<Outcome<readonly Listener[]>> {
  const answer = await probe('listeners');
  return answer.ok ? { ok: true, value: parseLsof(answer.value) } : answer;
}

async function processesByProbe(probe: Probes): Promise<Outcome<Processes>> {
  const answer = await probe('processes');
  return answer.ok ? { ok: true, value: { seen: parseProcessTable(answer.value), gap: null } } : answer;
}
