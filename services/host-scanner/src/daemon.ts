import { HostSnapshot } from '@clawnex/proto/events/host.ts';
import { serveCommands } from '@clawnex/shared/bus/commands.ts';
import { connectBus } from '@clawnex/shared/bus/connect.ts';
import type { OutgoingEvent } from '@clawnex/shared/bus/make-event.ts';
import { publishConfirmed } from '@clawnex/shared/bus/publish-confirmed.ts';
import { contentId } from '@clawnex/shared/kernel/ids.ts';
import type { DaemonContext, DaemonDefinition } from '@clawnex/shared/kernel/lifecycle.ts';
import { scheduleRuns } from '@clawnex/shared/posture/schedule-runs.ts';
import { advisorySource } from './advisories/advisory-source.ts';
import { HostScannerConfig } from './config.ts';
import { type ComparableScan, compareScans, toComparable } from './history/compare-scans.ts';
import { machineMark } from './history/notice-changes.ts';
import { ownStore } from './own-store/own-store.ts';
import { readPreviousFromStore } from './own-store/previous-scan.ts';
import { scanRoot } from './scan-root.ts';

/** Checks how well the machine under the agents is kept: at start, on a schedule, when packages or ports change, and when asked. */
export const hostScanner: DaemonDefinition<typeof HostScannerConfig> = {
  name: 'host-scanner',
  config: HostScannerConfig,
  async start(context, { root, interval_s, watch_s, advisories_url }) {
    const bus = connectBus(context);
    const advisories = advisorySource(context, advisories_url);
    const isOwn = root === '/';
    // Before the first scan, so that a change during it is noticed.
    const mark = watch_s > 0 ? await machineMark(root) : '';
    let previous = readPreviousFromStore(context.paths, context.host);
    const runs = scheduleRuns(context, {
      interval_ms: interval_s * 1_000,
      evaluate: () =>
        scanRoot(root, {
          host: context.host,
          clock: context.clock,
          ...advisories(),
          ...(isOwn ? { ownHome: context.paths.home, ownStore: ownStore(context.paths) } : {}),
        }),
      publish: async (evaluated) => {
        const snapshot = HostSnapshot.parse(evaluated);
        await publishConfirmed(bus, context, eventsOf(snapshot, previous), context.signal);
        previous = toComparable(snapshot);
      },
    });
    if (watch_s > 0) watchMachine(context, { root, watch_s, mark }, () => runs.runUnasked());
    serveCommands(context, bus, { run: () => runs.answer() });
    context.log.info({ root, interval_s, watch_s }, 'scanning');
  },
};

/** The run, and what differs from the one before: published again after a failure, they have the same ids. */
function eventsOf(snapshot: HostSnapshot, previous: ComparableScan | null): OutgoingEvent[] {
  const { snapshot_id: id, ended_at_ms: time } = snapshot;
  const events: OutgoingEvent[] = [{ type: 'host.snapshot', id, time, data: snapshot }];
  const change = previous === null ? null : compareScans(previous, toComparable(snapshot));
  if (change !== null)
    events.push({ type: 'host.changed', id: contentId('host.changed', id), time, data: change });
  return events;
}

function watchMachine(
  context: DaemonContext,
  { root, watch_s, mark }: { readonly root: string; readonly watch_s: number; readonly mark: string },
  onChange: () => void,
): void {
  let last = mark;
  const look = async () => {
    const now = await machineMark(root);
    if (now !== last) onChange();
    last = now;
  };
  const timer = setInterval(() => {
    look().catch((error: unknown) => context.log.error({ err: error }, 'the machine could not be looked at'));
  }, watch_s * 1_000);
  context.onStop('watch', () => clearInterval(timer));
}
