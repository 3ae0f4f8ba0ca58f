import { serveCommands } from '@clawnex/shared/bus/commands.ts';
import { connectBus } from '@clawnex/shared/bus/connect.ts';
import type { OutgoingEvent } from '@clawnex/shared/bus/make-event.ts';
import { publishConfirmed } from '@clawnex/shared/bus/publish-confirmed.ts';
import type { DaemonDefinition } from '@clawnex/shared/kernel/lifecycle.ts';
import { scheduleRuns } from '@clawnex/shared/posture/schedule-runs.ts';
import { answerWish } from './answer-wish.ts';
import { type Audit, auditHome } from './audit-home.ts';
import { compareRuns } from './compare-runs.ts';
import { TrustAuditConfig } from './config.ts';
import { toWire } from './report/to-wire.ts';
import { watchSettings } from './watch-settings.ts';

/** Audits who can reach agents and what agents may do: at start, when settings change, on a schedule, and when asked. */
export const trustAudit: DaemonDefinition<typeof TrustAuditConfig> = {
  name: 'trust-audit',
  config: TrustAuditConfig,
  async start(context, { home, interval_s, proxies }) {
    const bus = connectBus(context);
    let newest: Audit | null = null;
    let before: Audit | null = null;
    const settings = watchSettings(context, home, () => runs.runUnasked());
    const runs = scheduleRuns(context, {
      interval_ms: interval_s * 1_000,
      evaluate: async () => {
        // Watched before it is read: a change in between asks for another run.
        await settings.refresh();
        before = newest;
        newest = await auditHome(home, { host: context.host, clock: context.clock, proxies });
        return newest.snapshot;
      },
      publish: async (snapshot) => {
        const change = before === null || newest === null ? null : compareRuns(before, newest);
        const events: OutgoingEvent[] = [
          { type: 'trust.snapshot', id: snapshot.snapshot_id, time: snapshot.ended_at_ms, data: snapshot },
        ];
        if (change !== null) events.push({ type: 'trust.changed', time: snapshot.ended_at_ms, data: change });
        await publishConfirmed(bus, context, events, context.signal);
      },
    });
    const notYet = { error: { code: 'unavailable', message: 'The first run has not ended yet.' } };
    serveCommands(context, bus, {
      run: () => runs.answer(),
      trust_report: async () => {
        if (newest?.scan == null) return notYet;
        const { snapshot, scan } = newest;
        return toWire(snapshot.snapshot_id, snapshot.ended_at_ms, scan, before?.scan?.risk ?? null);
      },
      trust_what_if: async (wish) => {
        if (newest === null) return notYet;
        const answer = await answerWish(newest, wish, context.host);
        return answer.ok ? answer.value : { error: { code: 'conflict', message: answer.message } };
      },
    });
    context.log.info({ home, interval_s }, 'auditing');
  },
};
