import type { OutgoingEvent } from '@clawnex/shared/bus/make-event.ts';
import type { Ruleset } from '@clawnex/shared/detection/ruleset.ts';
import type { DaemonContext } from '@clawnex/shared/kernel/lifecycle.ts';
import { type EntryPlace, observedEvents, scannedEvent } from '../events/entry-events.ts';
import { scanPiece } from '../scan/scan-piece.ts';
import { splitText } from '../scan/split-text.ts';
import type { DecodedEntry } from '../sources/decoded-entry.ts';
import type { RawEntry, Source } from '../sources/source.ts';

export interface EntryReader {
  readonly context: Pick<DaemonContext, 'clock' | 'host' | 'metrics' | 'signal'>;
  readonly ruleset: Ruleset;
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
    const decoded = source.decode(raw);
    if (decoded.ok) {
      const place = { host: context.host, source, session: raw.session, now_ms: context.clock.now() };
      events.push(...observedEvents(place, decoded.entry));
      await scanEntry(reader, place, decoded.entry, events);
      context.metrics.add('entries_read');
    } else {
      context.metrics.add(decoded.why === 'copy' ? 'entries_copied' : 'entries_unreadable');
    }
    await reader.pause();
  }
  return events;
}

async function scanEntry(
  reader: EntryReader,
  place: EntryPlace,
  entry: DecodedEntry,
  events: OutgoingEvent[],
): Promise<void> {
  const { context, ruleset } = reader;
  for (const [index, block] of entry.blocks.entries()) {
    for (const [piece, text] of splitText(block.text).entries()) {
      if (piece > 0) await reader.pause();
      const found = scanPiece(text, block.origin, index, ruleset, context.clock);
      context.metrics.add(`blocks_scanned_${found.verdict}`);
      context.metrics.observe('scan', found.latency_us);
      const event = scannedEvent(place, entry, block, { index: piece, found, ruleset: ruleset.version });
      if (event !== null) events.push(event);
    }
  }
}
