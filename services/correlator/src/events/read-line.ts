import { TRAFFIC_ORIGINS, type TrafficOrigin } from '@clawnex/proto/decision.ts';
import { Envelope } from '@clawnex/proto/envelope.ts';
import { EVENTS, isEventType } from '@clawnex/proto/events.ts';
import type { ReceivedEvent } from '@clawnex/shared/bus/consume.ts';
import { contentId } from '@clawnex/shared/kernel/ids.ts';
import { fieldReader } from '../sigma/fields.ts';
import { readMoment } from '../sigma/time-part.ts';
import { envelopeFacts, readSignal } from './read-signal.ts';
import type { Signal } from './signal.ts';

/** Where an event of any kind may say when it happened, in this order. */
export const TIME_FIELDS = [
  'time',
  '@timestamp',
  'timestamp',
  'event.time',
  'Timestamp',
  'TimeCreated',
  'UtcTime',
  'EventTime',
  'ts',
] as const;
const ID_FIELDS = ['id', 'event.id', 'event_id', '_id', 'EventRecordID', 'uuid'] as const;
const SOURCE_FIELDS = ['host.id', 'host', 'host.name', 'Computer', 'hostname'] as const;

const timeReaders = TIME_FIELDS.map(fieldReader);
const idReaders = ID_FIELDS.map(fieldReader);
const sourceReaders = SOURCE_FIELDS.map(fieldReader);

export type ReadLine = { ok: true; signal: Signal } | { ok: false; message: string };

/** Reads events written one a line: our envelope, or any object with a time. Identical lines without an id are different events. */
export class LineReader {
  readonly #repeats = new Map<string, number>();

  read(line: string): ReadLine {
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch (error) {
      return { ok: false, message: `is not JSON (${error instanceof Error ? error.message : 'unreadable'})` };
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return { ok: false, message: 'is not an object' };
    const fields: Record<string, unknown> = { ...value };
    return readEnvelope(fields) ?? this.#readPlain(fields, line);
  }

  #readPlain(fields: Record<string, unknown>, line: string): ReadLine {
    const time_ms = first(timeReaders, fields, readMoment);
    if (time_ms === undefined) {
      return {
        ok: false,
        message: `has no time: write one of ${TIME_FIELDS.join(', ')} as ISO 8601 or as seconds or milliseconds since 1970`,
      };
    }
    const own = first(idReaders, fields, (value) =>
      typeof value === 'string' || typeof value === 'number' ? String(value) : null,
    );
    return {
      ok: true,
      signal: {
        id: own ?? this.#idOf(line),
        time_ms,
        origin: originOf(fields['origin']),
        source: first(sourceReaders, fields, (value) => (typeof value === 'string' ? value : null)) ?? 'file',
        fields,
      },
    };
  }

  /** Of the text, and of how often it was there before: in any order of lines the same ids. */
  #idOf(line: string): string {
    const id = contentId('line', line.trim());
    const repeat = (this.#repeats.get(id) ?? 0) + 1;
    this.#repeats.set(id, repeat);
    return repeat === 1 ? id : contentId('line', line.trim(), repeat);
  }
}

/** Our own events are read as the daemon reads them; an envelope around other data is opened. Null when it is none. */
function readEnvelope(fields: Record<string, unknown>): ReadLine | null {
  const parsed = Envelope.safeParse(fields);
  if (parsed.success && isEventType(parsed.data.type)) {
    const { type } = parsed.data;
    const data = EVENTS[type].data.safeParse(parsed.data.data);
    if (data.success) {
      // The data was parsed with the schema of this very type.
      const event = { envelope: parsed.data, type, data: data.data, sequence: 0 } as ReceivedEvent;
      return { ok: true, signal: readSignal(event) };
    }
  }
  const { id, type, data } = fields;
  const time_ms = readMoment(fields['time']);
  if (
    typeof data !== 'object' ||
    data === null ||
    typeof type !== 'string' ||
    typeof id !== 'string' ||
    time_ms === null
  )
    return null;
  const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : undefined);
  const envelope = { type, source: text('source') ?? 'file', host: text('host') ?? 'unknown' };
  const named: Record<string, unknown> = envelopeFacts(envelope);
  for (const name of ['instance', 'agent', 'session', 'exchange'])
    if (text(name) !== undefined) named[name] = text(name);
  return {
    ok: true,
    signal: {
      id,
      time_ms,
      origin: originOf(fields['origin']),
      source: `${envelope.host}/${envelope.source}`,
      fields: { ...fields, ...data, ...named },
    },
  };
}

function first<T>(
  readers: readonly ((fields: Record<string, unknown>) => unknown)[],
  fields: Record<string, unknown>,
  read: (value: unknown) => T | null,
): T | undefined {
  for (const reader of readers) {
    const value = reader(fields);
    const found = value === undefined ? null : read(value);
    if (found !== null) return found;
  }
  return undefined;
}

function originOf(value: unknown): TrafficOrigin {
  return TRAFFIC_ORIGINS.find((each) => each === value) ?? 'live';
}
