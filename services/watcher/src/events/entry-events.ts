import type { OutgoingEvent } from '@clawnex/shared/bus/make-event.ts';
import { contentId } from '@clawnex/shared/kernel/ids.ts';
import type { ScannedPiece } from '../scan/scan-piece.ts';
import type { DecodedEntry, LogBlock } from '../sources/decoded-entry.ts';
import type { Source } from '../sources/source.ts';

/** Longest name that events carry. */
const NAME_LENGTH_MAX = 512;

/** Whose entry it is. */
export interface EntryPlace {
  readonly host: string;
  readonly source: Pick<Source, 'instance' | 'agent' | 'log_source'>;
  readonly session: string;
  /** For entries that do not say when they were made. */
  readonly now_ms: number;
}

/** What the agent did, one event for each. The ids follow from the entry: read again, from wherever, they are the same. */
export function observedEvents(place: EntryPlace, entry: DecodedEntry): OutgoingEvent[] {
  return entry.observations.map(({ part, facts }) => ({
    type: 'session.observed' as const,
    id: eventId(place, entry, 'observed', part),
    ...about(place, entry),
    data: { ...facts, log_source: place.source.log_source, entry_id: entry.entry_id },
  }));
}

/** A scan that found something. */
export function scannedEvent(
  place: EntryPlace,
  entry: DecodedEntry,
  block: LogBlock,
  piece: { readonly index: number; readonly found: ScannedPiece; readonly ruleset: string },
): OutgoingEvent | null {
  const { found, ruleset, index } = piece;
  if (found.block === null) return null;
  return {
    type: 'scan.completed',
    id: eventId(place, entry, 'scanned', `${block.part}-${index}`),
    ...about(place, entry),
    data: {
      scan_source: place.source.log_source,
      ruleset,
      block: found.block,
      entry_id: entry.entry_id,
      latency_us: found.latency_us,
      ...(block.tool === undefined ? {} : { tool: block.tool }),
    },
  };
}

function about({ source, session, now_ms }: EntryPlace, entry: DecodedEntry) {
  return {
    time: entry.time_ms ?? now_ms,
    instance: source.instance.slice(0, NAME_LENGTH_MAX),
    agent: source.agent.slice(0, NAME_LENGTH_MAX),
    session: session.slice(0, NAME_LENGTH_MAX),
  };
}

/** Not of the file's name or the kind of log: an entry that moves to an archive or into a database stays the same. */
function eventId(
  { host, source, session }: EntryPlace,
  entry: DecodedEntry,
  what: string,
  part: string,
): string {
  return contentId(host, source.instance, session, entry.entry_id, what, part);
}
