import type { OutgoingEvent } from '@clawnex/shared/bus/make-event.ts';
import type { Ruleset } from '@clawnex/shared/detection/ruleset.ts';
import type { DaemonContext } from '@clawnex/shared/kernel/lifecycle.ts';
import { type ItemPlace, observedEvent, scannedEvent } from '../events/item-events.ts';
import { scanPiece } from '../scan/scan-piece.ts';
import { scannedText } from '../scan/scanned-text.ts';
import { splitText } from '../scan/split-text.ts';
import type { FileWriters } from '../signals/file-writers.ts';
import type { Item } from '../sources/item.ts';
import type { RawEntry, Source } from '../sources/source.ts';

export interface EntryReader {
  readonly context: Pick<DaemonContext, 'clock' | 'host' | 'metrics' | 'signal'>;
  readonly ruleset: Ruleset;
  /** Is told who writes which file. */
  readonly writers?: FileWriters;
  /** Called between pieces of work; gives others their turn. */
  pause(): Promise<void>;
}

/** Decodes and scans entries one after the other; returns the events that tell of them. */
export async function readEntries(
  reader: EntryReader,
  source: Source,
  entries: readonly RawEntry[],
): Promise<OutgoingEvent[]> {
  const { context } = reader;
  const events: OutgoingEvent[] = [];
  for (const raw of entries) {
    context.signal.throwIfAborted();
    const place = { host: context.host, source, now_ms: context.clock.now() };
    for (const item of source.decode(raw)) {
      reader.writers?.note(item, source.agent);
      const observed = observedEvent(place, item);
      if (observed !== null) events.push(observed);
      if (item.kind === 'unknown') context.metrics.add('items_unknown');
      await scanItem(reader, place, item, events);
    }
    context.metrics.add('entries_read');
    await reader.pause();
  }
  return events;
}

async function scanItem(
  reader: EntryReader,
  place: ItemPlace,
  item: Item,
  events: OutgoingEvent[],
): Promise<void> {
  const { context, ruleset } = reader;
  const scanned = scannedText(item);
  if (scanned === null) return;
  for (const [index, text] of splitText(scanned.text).entries()) {
    if (index > 0) await reader.pause();
    const found = scanPiece(text, scanned.origin, index, ruleset, context.clock);
    context.metrics.add(`blocks_scanned_${found.verdict}`);
    context.metrics.observe('scan', found.latency_us);
    const event = scannedEvent(place, item, { index, found, ruleset: ruleset.version });
    if (event !== null) events.push(event);
  }
}
