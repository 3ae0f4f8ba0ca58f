import { useSyncExternalStore } from 'react';

/** A choice of this operator on this machine, kept in the browser: theme, rail, columns. */
export interface Stored<T> {
  read(): T;
  write(value: T): void;
  subscribe(listener: () => void): () => void;
}

/** `accept` turns what was stored (by whichever version) into a value, or null for the default. */
export function storedChoice<T>(key: string, fallback: T, accept: (value: unknown) => T | null): Stored<T> {
  const name = `clawnex.${key}`;
  const listeners = new Set<() => void>();
  let current = load();

  function load(): T {
    try {
      const text = localStorage.getItem(name);
      return text === null ? fallback : (accept(JSON.parse(text)) ?? fallback);
    } catch {
      // Storage forbidden or unreadable: the choice lasts as long as the page.
      return fallback;
    }
  }

  window.addEventListener('storage', (event) => {
    if (event.key !== name) return;
    current = load();
    for (const listener of listeners) listener();
  });

  return {
    read: () => current,
    write(value) {
      current = value;
      try {
        localStorage.setItem(name, JSON.stringify(value));
      } catch {
        // As above.
      }
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function useStored<T>(stored: Stored<T>): T {
  return useSyncExternalStore(stored.subscribe, stored.read);
}
