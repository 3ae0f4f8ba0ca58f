import { useSyncExternalStore } from 'react';
import css from './toast.module.css';

/** Short word on something done that leaves no other trace on screen (copied, exported). */
const SHOWN_MS = 3_000;
let text = '';
let timer: number | undefined;
const listeners = new Set<() => void>();

export function say(message: string): void {
  set(message);
  window.clearTimeout(timer);
  timer = window.setTimeout(() => set(''), SHOWN_MS);
}

function set(message: string): void {
  text = message;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function Toast() {
  const shown = useSyncExternalStore(subscribe, () => text);
  return (
    <div role="status" className={shown === '' ? css['none'] : css['toast']}>
      {shown}
    </div>
  );
}
