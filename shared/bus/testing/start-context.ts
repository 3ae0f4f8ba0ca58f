import type { DaemonName } from '@clawnex/proto/daemons.ts';
import { z } from 'zod';
import { type DaemonContext, type RunningDaemon, startDaemon } from '../../kernel/lifecycle.ts';

/** A daemon that does nothing but hold a context, for tests of what stands on one. */
export async function startContext(
  name: DaemonName,
  env: NodeJS.ProcessEnv,
  start: (context: DaemonContext) => void | Promise<void> = () => undefined,
): Promise<RunningDaemon> {
  return await startDaemon({ name, config: z.object({}), start: async (context) => start(context) }, env);
}
