import { serveCommands } from '@clawnex/shared/bus/commands.ts';
import { connectBus } from '@clawnex/shared/bus/connect.ts';
import { openCursors } from '@clawnex/shared/bus/cursors.ts';
import { publishConfirmed } from '@clawnex/shared/bus/publish-confirmed.ts';
import { builtinRuleset } from '@clawnex/shared/detection/ruleset.ts';
import type { DaemonDefinition } from '@clawnex/shared/kernel/lifecycle.ts';
import { WatcherConfig } from './config.ts';
import { Follower } from './follow/follower.ts';
import { PositionBook } from './follow/position-book.ts';
import { jsonlAdapter } from './openclaw/jsonl-adapter.ts';
import { CalledTools } from './openclaw/real-tool.ts';
import { sqliteAdapter } from './openclaw/sqlite-adapter.ts';

/** Follows agents' session logs, scans what they hold, and tells what agents did: all of it, once, and never the text. */
export const watcher: DaemonDefinition<typeof WatcherConfig> = {
  name: 'watcher',
  config: WatcherConfig,
  async start(context, config) {
    const ruleset = builtinRuleset();
    const bus = connectBus(context);
    serveCommands(context, bus, {});
    const tools = new CalledTools();
    const follower = new Follower({
      context,
      config,
      ruleset,
      adapters: [jsonlAdapter(tools), sqliteAdapter(tools)],
      positions: new PositionBook(openCursors(bus), context.signal),
      publish: (events) => publishConfirmed(bus, context, events, context.signal),
    });
    const following = follower.run().catch((error: unknown) => {
      context.health.problem('follower', 'Following session logs ended with an error. Restart the watcher.');
      context.log.error({ err: error }, 'following session logs ended');
    });
    context.onStop('follower', () => following);
    context.log.info({ homes: config.homes, ruleset: ruleset.version }, 'following session logs');
  },
};
