import type { OutgoingEvent } from '../make-event.ts';

/** An event any daemon may publish, told apart by its count. */
export function noticed(count: number): OutgoingEvent {
  return { type: 'daemon.noticed', data: { code: 'source_unreadable', message: 'a sample', count } };
}
