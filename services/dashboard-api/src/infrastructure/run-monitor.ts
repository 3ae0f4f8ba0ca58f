import type { InfrastructureMonitor } from './infrastructure-monitor.ts';

/** Fresh enough to watch a restart, seven small questions each. */
const POLL_INTERVAL_MS = 2_000;

/** Polls until told to stop; a round never overlaps the one before. Returns what ends it, after the round in hand. */
export function runMonitor(
  monitor: InfrastructureMonitor,
  onError: (error: unknown) => void,
): () => Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const round = async () => {
    try {
      await monitor.poll();
    } catch (error) {
      onError(error);
    }
    if (!stopped) timer = setTimeout(next, POLL_INTERVAL_MS);
  };
  let inHand: Promise<void> = Promise.resolve();
  const next = () => {
    inHand = round();
  };
  next();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await inHand;
  };
}
