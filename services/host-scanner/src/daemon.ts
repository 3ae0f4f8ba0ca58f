import { serveCommands } from '@clawnex/shared/bus/commands.ts';
import { connectBus } from '@clawnex/shared/bus/connect.ts';
import { publishConfirmed } from '@clawnex/shared/bus/publish-confirmed.ts';
import type { DaemonDefinition } from '@clawnex/shared/kernel/lifecycle.ts';
import { scheduleRuns } from '@clawnex/shared/posture/schedule-runs.ts';
import { HostScannerConfig } from './config.ts';
import { scanRoot } from './scan-root.ts';

/** Checks how well the machine under the agents is kept: at start, on a schedule, and when asked. */
export const hostScanner: DaemonDefinition<typeof HostScannerConfig> = {
  name: 'host-scanner',
  config: HostScannerConfig,
  async start(context, { root, interval_s }) {
    const bus = connectBus(context);
    const runs = scheduleRuns(context, {
      interval_ms: interval_s * 1_000,
      evaluate: () =>
        scanRoot(root, {
          host: context.host,
          clock: context.clock,
          ...(root === '/' ? { ownHome: context.paths.home } : {}),
        }),
      publish: (snapshot) =>
        publishConfirmed(
          bus,
          context,
          [{ type: 'host.snapshot', id: snapshot.snapshot_id, time: snapshot.ended_at_ms, data: snapshot }],
          context.signal,
        ),
    });
    serveCommands(context, bus, { run: () => runs.answer() });
    context.log.info({ root, interval_s }, 'scanning');
  },
};
