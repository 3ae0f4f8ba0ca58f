import type { LiveTopic } from '@clawnex/proto/live.ts';
import type { Bus } from '@clawnex/shared/bus/connect.ts';
import { announceCommitted } from '@clawnex/shared/bus/live.ts';
import type { DaemonContext } from '@clawnex/shared/kernel/lifecycle.ts';

/** Under load many commits share one announcement; nobody sees a difference below a tenth of a second. */
const INTERVAL_MS = 100;

export type AnnounceCommit = (revision: number, topics: ReadonlySet<LiveTopic>) => void;

/** Tells the dashboard-api that rows changed: at once, then at most once per interval, the last one always. */
export function startCommitAnnouncer(context: DaemonContext, bus: Bus): AnnounceCommit {
  const topics = new Set<LiveTopic>();
  let revision = 0;
  let timer: NodeJS.Timeout | undefined;

  function announce(): void {
    timer = undefined;
    if (topics.size === 0) return;
    announceCommitted(bus, { revision, topics: [...topics] });
    topics.clear();
    timer = setTimeout(announce, INTERVAL_MS);
  }
  context.onStop('commit announcer', () => {
    clearTimeout(timer);
    announce();
    clearTimeout(timer);
  });
  return (committed, changed) => {
    revision = Math.max(revision, committed);
    for (const topic of changed) topics.add(topic);
    if (timer === undefined) announce();
  };
}
