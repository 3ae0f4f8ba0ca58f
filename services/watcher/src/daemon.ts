import { serveCommands } from '@clawnex/shared/bus/commands.ts';
import { connectBus } from '@clawnex/shared/bus/connect.ts';
import { openCursors } from '@clawnex/shared/bus/cursors.ts';
import type { OutgoingEvent } from '@clawnex/shared/bus/make-event.ts';
import { publishConfirmed } from '@clawnex/shared/bus/publish-confirmed.ts';
import { builtinRuleset } from '@clawnex/shared/detection/ruleset.ts';
import type { DaemonDefinition } from '@clawnex/shared/kernel/lifecycle.ts';
import { WatcherConfig } from './config.ts';
import { Follower } from './follow/follower.ts';
import { PositionBook } from './follow/position-book.ts';
import { Rescan } from './follow/rescan.ts';
import { allAdapters } from './runtimes/all-adapters.ts';
import { FileWriters } from './signals/file-writers.ts';
import { SignalWatch } from './signals/signal-watch.ts';
import { SessionMemory } from './sources/session-memory.ts';
import { watchStatus } from './status.ts';

/** Follows agents' session logs, scans what they hold, and tells what agents did: all of it, once, and never the text. */
export const watcher: DaemonDefinition<typeof WatcherConfig> = {
  name: 'watcher',
  config: WatcherConfig,
  async start(context, config) {
    const ruleset = builtinRuleset();
    const bus = connectBus(context);
    const positions = new PositionBook(openCursors(bus), context.signal);
    const publish = (events: readonly OutgoingEvent[]) =>
      publishConfirmed(bus, context, events, context.signal);
    const rescan = new Rescan({ context, config, positions, ruleset, publish });
    const writers = new FileWriters();
    const signals = new SignalWatch({ context, positions, ruleset, writers, publish });
    const adapters = allAdapters(new SessionMemory());
    const follower = new Follower({
      context,
      config,
      ruleset,
      adapters,
      positions,
      rescan,
      signals,
      writers,
      publish,
    });
    serveCommands(context, bus, {
      watch_status: async () => watchStatus(follower, rescan),
      rescan: async ({ since_ms }) => {
        await rescan.begin(since_ms);
        follower.wake();
        return { since_ms };
      },
    });
    const following = follower.run().catch((error: unknown) => {
      context.health.problem('follower', 'Following session logs ended with an error. Restart the watcher.');
      context.log.error({ err: error }, 'following session logs ended');
    });
    context.onStop('follower', () => following);
    context.log.info({ homes: config.homes ?? 'all', ruleset: ruleset.version }, 'following session logs');
  },
};
