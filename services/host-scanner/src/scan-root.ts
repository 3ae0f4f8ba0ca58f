import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { HostSnapshot } from '@clawnex/proto/events/host.ts';
import { type Clock, systemClock } from '@clawnex/shared/kernel/clock.ts';
import { hostToken } from '@clawnex/shared/kernel/host.ts';
import type { Outcome } from '@clawnex/shared/posture/outcome.ts';
import { openRootFolder } from '@clawnex/shared/posture/root-folder.ts';
import { runChecks } from '@clawnex/shared/posture/run-checks.ts';
import type { AdvisorySet } from './advisories/advisory.ts';
import { builtinAdvisories } from './advisories/builtin.ts';
import { makeBaseline } from './baseline/make-baseline.ts';
import type { Baseline } from './baseline/read-baseline.ts';
import { CHECKS } from './checks/all-checks.ts';
import type { HostCheck } from './checks/host-check.ts';
import { type HostFacts, readFacts } from './facts.ts';
import { completeSnapshot } from './history/complete-snapshot.ts';
import type { OwnStore } from './own-store/own-store.ts';
import { platformOf, thisPlatform } from './platform-of.ts';

export interface ScanOptions {
  readonly host?: string;
  readonly clock?: Clock;
  /** ClawNex's own folder below the root, for installations outside any home. */
  readonly ownHome?: string;
  /** Beside those that ship. */
  readonly advisories?: readonly AdvisorySet[];
  /** Why the configured address gave no advisories. */
  readonly advisoryProblem?: string | null;
  readonly ownStore?: OwnStore;
  /** Fewer in tests. */
  readonly checks?: readonly HostCheck[];
}

/** Scans the machine whose `/` is the given folder. Reads only; on the machine itself it asks the fixed programs of the probe list. */
export async function scanRoot(folder: string, options: ScanOptions = {}): Promise<HostSnapshot> {
  const { host = hostToken(), clock = systemClock, checks = CHECKS } = options;
  const now_ms = clock.now();
  const { platform, facts, advisories } = await openMachine(folder, options, now_ms);
  const snapshot = await runChecks(checks, facts, { host, platform, clock });
  return await completeSnapshot(snapshot, checks, await facts, advisories, now_ms);
}

/** The present state of what an admin approves. */
export async function approveRoot(folder: string, options: ScanOptions = {}): Promise<Outcome<Baseline>> {
  const { clock = systemClock } = options;
  const facts = await (await openMachine(folder, options, clock.now())).facts;
  return facts.ok ? { ok: true, value: await makeBaseline(facts.value) } : facts;
}

async function openMachine(
  folder: string,
  { ownHome, advisories: imported = [], advisoryProblem = null, ownStore }: ScanOptions,
  now_ms: number,
) {
  const advisories = [builtinAdvisories(), ...imported];
  const root = await openRootFolder(folder, 'reroot');
  const platform = root.ok ? await platformOf(root.value) : thisPlatform();
  const facts: Promise<Outcome<HostFacts>> = root.ok
    ? readFacts(root.value, {
        platform,
        live: (await realpath(folder)) === '/',
        now_ms,
        isRoot: process.geteuid?.() === 0,
        ownHome: ownHome === undefined ? null : join('/', ownHome),
        advisories,
        advisoryProblem,
        ownStore: ownStore ?? null,
      })
    : Promise.resolve(root);
  return { platform, facts, advisories };
}
