import { serveCommands } from '@clawnex/shared/bus/commands.ts';
import { connectBus } from '@clawnex/shared/bus/connect.ts';
import { publishConfirmed } from '@clawnex/shared/bus/publish-confirmed.ts';
import type { DaemonDefinition } from '@clawnex/shared/kernel/lifecycle.ts';
import { scheduleRuns } from '@clawnex/shared/posture/schedule-runs.ts';
import { auditHome } from './audit-home.ts';
import { TrustAuditConfig } from './config.ts';
import { watchSettings } from './watch-settings.ts';

/** Audits who can reach agents and what agents may do: at start, when settings change, on a schedule, and when asked. */
export const trustAudit: DaemonDefinition<typeof TrustAuditConfig> = {
  name: 'trust-audit',
  config: TrustAuditConfig,
  async start(context, { home, interval_s, proxies }) {
    const bus = connectBus(context);
    const settings = watchSettings(context, home, () => runs.runUnasked());
    const runs = scheduleRuns(context, {
      interval_ms: interval_s * 1_000,
      evaluate: async () => {
        // Watched before it is read: a change in between asks for another run.
        await settings.refresh();
        return await auditHome(home, { host: context.host, clock: context.clock, proxies });
      },
      publish: (snapshot) =>
        publishConfirmed(
          bus,
          context,
          [{ type: 'trust.snapshot', id: snapshot.snapshot_id, time: snapshot.ended_at_ms, data: snapshot }],
          context.signal,
        ),
    });
    serveCommands(context, bus, { run: () => runs.answer() });
    context.log.info({ home, interval_s }, 'auditing');
  },
};
