import type { DaemonContext } from '@clawnex/shared/kernel/lifecycle.ts';
import type { SelfTest } from './self-test.ts';

/** Runs the self-test again and again, one at a time; 0 seconds: not at all. */
export function runSelfTest(
  { log, onStop }: Pick<DaemonContext, 'log' | 'onStop'>,
  test: SelfTest,
  seconds: number,
): void {
  if (seconds === 0) return;
  let running = false;
  const timer = setInterval(() => {
    if (running) return;
    running = true;
    test
      .run()
      .catch((error: unknown) => log.error({ err: error }, 'the self-test failed'))
      .finally(() => {
        running = false;
      });
  }, seconds * 1_000);
  timer.unref();
  onStop('self-test', () => clearInterval(timer));
}
