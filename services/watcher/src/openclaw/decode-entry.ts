import { createHash } from 'node:crypto';
import type { DecodedEntry, DecodeResult, LogBlock, Observation } from '../sources/decoded-entry.ts';
import { decodeMessage, textOf } from './decode-message.ts';
import { Entry, Message } from './entry.ts';
import type { CalledTools } from './real-tool.ts';

/** Ids are 8 or 36 characters; anything beyond this is not one. */
const ENTRY_ID_LENGTH_MAX = 200;

/** Turns one line of a transcript into what the agent did and the texts it holds. */
export function decodeEntry(text: string, session: string, tools: CalledTools): DecodeResult {
  const parsed = Entry.safeParse(parseJson(text));
  if (!parsed.success) return { ok: false, why: 'not_an_entry' };
  const entry = parsed.data;
  const parsedMessage = entry.type === 'message' ? Message.safeParse(entry.message) : undefined;
  const message = parsedMessage?.success === true ? parsedMessage.data : undefined;
  const decoded = decodeByType(entry, message, session, tools);
  if (decoded === null) return { ok: false, why: 'copy' };
  return {
    ok: true,
    entry: {
      entry_id: entryIdOf(entry, text),
      time_ms: timeOf(entry.timestamp) ?? wholeTime(message?.timestamp),
      ...decoded,
    },
  };
}

type Decoded = Pick<DecodedEntry, 'observations' | 'blocks'>;

function decodeByType(
  entry: Entry,
  message: Message | undefined,
  session: string,
  tools: CalledTools,
): Decoded | null {
  switch (entry.type) {
    case 'message':
      return message === undefined
        ? { observations: [], blocks: [] }
        : decodeMessage(message, session, tools);
    case 'session':
      return { observations: [observe('started')], blocks: [] };
    case 'compaction':
    case 'branch_summary':
      return {
        observations: entry.type === 'compaction' ? [observe('compacted')] : [],
        blocks: blockOf('summary', 'assistant', entry.summary),
      };
    case 'reset':
      return { observations: [observe('reset')], blocks: [] };
    case 'custom_message':
      // Put into the context by a plugin or hook: no more trusted than what a user types.
      return {
        observations: entry.customType === 'run-failed-before-reply' ? [observe('error')] : [],
        blocks: blockOf('custom', 'user', textOf(entry.content)),
      };
    default:
      return { observations: [], blocks: [] };
  }
}

function observe(kind: Observation['facts']['kind']): Observation {
  return { part: 'entry', facts: kind === 'error' ? { kind, is_error: true } : { kind } };
}

function blockOf(part: string, origin: LogBlock['origin'], text: string | undefined): LogBlock[] {
  return text === undefined || text === '' ? [] : [{ part, origin, text }];
}

/** An entry without an id of its own is named by its content: read again, it is the same. */
function entryIdOf(entry: Entry, text: string): string {
  const { id } = entry;
  if (id !== undefined && id !== '' && id.length <= ENTRY_ID_LENGTH_MAX) return id;
  return `sha256-${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
}

function timeOf(timestamp: string | undefined): number | null {
  return timestamp === undefined ? null : wholeTime(Date.parse(timestamp));
}

function wholeTime(time_ms: number | undefined): number | null {
  if (time_ms === undefined || !Number.isFinite(time_ms) || time_ms < 0) return null;
  const whole = Math.round(time_ms);
  return whole <= 8_640_000_000_000_000 ? whole : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
