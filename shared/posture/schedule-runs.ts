import type { CommandResponse } from '@clawnex/proto/commands.ts';
import type { PostureSnapshot } from '@clawnex/proto/events/posture.ts';
import type { DaemonContext } from '../kernel/lifecycle.ts';

export interface Runs {
  /** Starts a run; its result is published, its failure shows in health. */
  runUnasked(): void;
  /** Answers the command: a run that started after this call, which callers meanwhile share. */
  answer(): Promise<CommandResponse<'run'>>;
}

export interface RunPlan {
  readonly interval_ms: number;
  evaluate(): Promise<PostureSnapshot>;
  publish(snapshot: PostureSnapshot): Promise<void>;
}

/** Runs at start, then at the interval, and when asked: one at a time. Publishing waits for the broker by itself. */
export function scheduleRuns(context: DaemonContext, plan: RunPlan): Runs {
  let running: Promise<PostureSnapshot> | null = null;
  let next: Promise<PostureSnapshot> | null = null;
  let publishing: Promise<void> = Promise.resolve();
  let newest: PostureSnapshot | null = null;

  async function evaluate(): Promise<PostureSnapshot> {
    const snapshot = await plan.evaluate();
    context.metrics.add('runs', 1);
    newest = snapshot;
    publishing = publishing.then(() => publish(snapshot));
    return snapshot;
  }
  /** While the broker was away, only the newest run counts: what is not in it no longer exists. */
  async function publish(snapshot: PostureSnapshot): Promise<void> {
    if (snapshot !== newest || context.signal.aborted) return;
    try {
      await plan.publish(snapshot);
      context.health.problem('publish', null);
    } catch (error) {
      if (context.signal.aborted) return;
      context.log.error({ err: error }, 'the results of a run could not be published');
      context.health.problem('publish', 'The results of the last run could not be published. See the log.');
    }
  }
  function start(): Promise<PostureSnapshot> {
    const current = evaluate().finally(() => {
      if (running === current) running = null;
    });
    running = current;
    return current;
  }
  function run(): Promise<PostureSnapshot> {
    if (running === null) return start();
    // What runs may have read before the change that the caller wants to see.
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = null;
        return start();
      });
    return next;
  }
  function runUnasked(): void {
    run().then(
      () => context.health.problem('run', null),
      (error: unknown) => {
        context.log.error({ err: error }, 'a run ended with an error');
        context.health.problem('run', 'The last run ended with an error. See the log.');
      },
    );
  }

  const timer = setInterval(runUnasked, plan.interval_ms);
  // A run that is under way only reads; its result would not be published any more.
  context.onStop('runs', async () => {
    clearInterval(timer);
    await publishing;
  });
  runUnasked();
  return {
    runUnasked,
    async answer() {
      const { snapshot_id, findings } = await run();
      const failed = findings.filter(({ result }) => result === 'fail').length;
      return { snapshot_id, findings: findings.length, failed };
    },
  };
}
