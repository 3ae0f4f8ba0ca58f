import { useEffect, useEffectEvent } from 'react';

/** Every key of the dashboard with what it does, in the order of the key map. Nothing else binds keys to actions. */
export const KEY_MAP = {
  palette: { keys: 'mod+k', label: 'Go, act, find by call id', group: 'Everywhere' },
  search: { keys: '/', label: 'Add a filter', group: 'Everywhere' },
  help: { keys: '?', label: 'This map', group: 'Everywhere' },
  range: { keys: 't', label: 'Time range', group: 'Everywhere' },
  rail: { keys: 'g r', label: 'Collapse or widen the rail', group: 'Everywhere' },
  goIncidents: { keys: 'g n', label: 'Go to Incidents', group: 'Go' },
  goCorrelations: { keys: 'g c', label: 'Go to Correlations', group: 'Go' },
  goTraffic: { keys: 'g t', label: 'Go to Traffic Monitor', group: 'Go' },
  goSessions: { keys: 'g s', label: 'Go to Sessions', group: 'Go' },
  goShield: { keys: 'g p', label: 'Go to Prompt Shield', group: 'Go' },
  goTests: { keys: 'g e', label: 'Go to Shield Tests', group: 'Go' },
  goTrust: { keys: 'g a', label: 'Go to Trust Audit', group: 'Go' },
  goBlast: { keys: 'g b', label: 'Go to Blast Radius', group: 'Go' },
  goPosture: { keys: 'g h', label: 'Go to Security Posture', group: 'Go' },
  goInfrastructure: { keys: 'g i', label: 'Go to Infrastructure', group: 'Go' },
  down: { keys: 'j', also: 'ArrowDown', label: 'Next row', group: 'In lists' },
  up: { keys: 'k', also: 'ArrowUp', label: 'Row before', group: 'In lists' },
  open: { keys: 'Enter', label: 'Open in the side panel; again: full page', group: 'In lists' },
  select: { keys: 'x', label: 'Select the row', group: 'In lists' },
  more: { keys: '.', label: 'More: filter by, copy, link', group: 'In lists' },
  resolve: { keys: 'e', label: 'Resolve the open incident', group: 'In the panel' },
  assign: { keys: 'a', label: 'Assign the open incident to me', group: 'In the panel' },
  mute: { keys: 's', label: 'Mute alerts like those of the open incident', group: 'In the panel' },
  undo: { keys: 'u', label: 'Undo the last change of the incident', group: 'In the panel' },
  contain: { keys: 'c', label: 'Contain', group: 'In lists' },
  showNew: { keys: 'n', label: 'Show the new rows', group: 'In lists' },
  close: { keys: 'Escape', label: 'Close the panel', group: 'In the panel' },
  previous: { keys: '[', label: 'Row before, in the filtered list', group: 'In the panel' },
  next: { keys: ']', label: 'Next row, in the filtered list', group: 'In the panel' },
} as const satisfies Record<string, { keys: string; also?: string; label: string; group: string }>;
export type KeyName = keyof typeof KEY_MAP;

/** The second key of a sequence is expected within this time. */
const SEQUENCE_MS = 1_200;
const IS_MAC = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** `mod+k` as printed on this keyboard. */
export function keyCaps(name: KeyName): string {
  const caps: Record<string, string> = { Escape: 'Esc', 'mod+k': IS_MAC ? '⌘ K' : 'Ctrl K' };
  const { keys } = KEY_MAP[name];
  return caps[keys] ?? keys;
}

type Handlers = Partial<Record<KeyName, () => void>>;
const layers: ((name: KeyName) => boolean)[] = [];
let started = { key: '', at: 0 };

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const mod = IS_MAC ? event.metaKey : event.ctrlKey;
  if ((event.ctrlKey || event.metaKey || event.altKey) && !(mod && !event.altKey)) return;
  const pressed = mod ? `mod+${event.key.toLowerCase()}` : event.key;
  const inDialog = document.querySelector('dialog:modal') !== null;
  if (!mod && (isTyping(event.target) || inDialog)) return;
  if (inDialog) return;
  // A focused button or link keeps Enter and the arrows for itself.
  if (pressed === 'Enter' && event.target instanceof Element && event.target.closest('button, a, summary'))
    return;
  if (event.target instanceof Element && event.target.closest('[role="menu"], [role="listbox"]')) return;
  const sequence = Date.now() - started.at < SEQUENCE_MS ? `${started.key} ${pressed}` : '';
  const name = findKey(sequence) ?? findKey(pressed);
  started = { key: pressed, at: Date.now() };
  if (name === null) return;
  for (const layer of [...layers].reverse()) {
    if (layer(name)) {
      event.preventDefault();
      started = { key: '', at: 0 };
      return;
    }
  }
}

function findKey(keys: string): KeyName | null {
  if (keys === '') return null;
  for (const name of Object.keys(KEY_MAP)) {
    // Object.keys of a literal: its own key names.
    const key = name as KeyName;
    const entry: { keys: string; also?: string } = KEY_MAP[key];
    if (entry.keys === keys || entry.also === keys) return key;
  }
  return null;
}

/** Binds actions to the named keys while the component is there; the latest mounted wins. */
export function useKeys(handlers: Handlers): void {
  const run = useEffectEvent((name: KeyName) => {
    const handler = handlers[name];
    handler?.();
    return handler !== undefined;
  });
  useEffect(() => {
    if (layers.length === 0) document.addEventListener('keydown', onKeyDown);
    const layer = (name: KeyName) => run(name);
    layers.push(layer);
    return () => {
      layers.splice(layers.indexOf(layer), 1);
      if (layers.length === 0) document.removeEventListener('keydown', onKeyDown);
    };
  }, []);
}
