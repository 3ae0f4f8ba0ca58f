import type { DaemonContext } from '@clawnex/shared/kernel/lifecycle.ts';
import { readOrCreateSecret } from '@clawnex/shared/kernel/secrets.ts';
import { anchorAudit } from '@clawnex/shared/store/anchor-audit.ts';
import type { Database } from '@clawnex/shared/store/database.ts';

/** How much of the chain's end could be cut off unseen: a minute of it. */
const INTERVAL_MS = 60_000;

/** Signs the head of the audit chain into a file outside the database, once a minute and when the daemon stops. */
export function startAnchorKeeper(context: DaemonContext, db: Database): void {
  const key = readOrCreateSecret(context.paths, 'audit-anchor.key');
  const anchor = () => {
    try {
      if (anchorAudit(db, context.paths, key, context.clock.now()) !== null)
        context.metrics.add('audit_anchors');
      context.health.problem('anchors', null);
    } catch (error) {
      context.log.error({ err: error }, 'the audit head could not be anchored');
      context.health.problem(
        'anchors',
        `The audit trail cannot be anchored in ${context.paths.anchors}: check the folder and its disk.`,
      );
    }
  };
  anchor();
  const timer = setInterval(anchor, INTERVAL_MS);
  context.onStop('audit anchors', () => {
    clearInterval(timer);
    anchor();
  });
}
