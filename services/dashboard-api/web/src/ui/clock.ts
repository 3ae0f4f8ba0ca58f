import { useSyncExternalStore } from 'react';

/** One timer for every relative time on the page; stops when nothing shows one. */
const TICK_MS = 1_000;
const listeners = new Set<() => void>();
let timer: number | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= window.setInterval(() => {
    for (const each of listeners) each();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      window.clearInterval(timer);
      timer = undefined;
    }
  };
}

/** The clock seen through `read`: the component renders again only when what it reads from the clock changes. */
export function useClock<T extends string | number | boolean>(read: (now: number) => T): T {
  return useSyncExternalStore(subscribe, () => read(Date.now()));
}

/** Now, in steps of `step_ms`. */
export function useNow(stepMs: number): number {
  return useClock((now) => Math.floor(now / stepMs) * stepMs);
}
