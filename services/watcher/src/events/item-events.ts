import type { SessionObserved } from '@clawnex/proto/events/session.ts';
import type { OutgoingEvent } from '@clawnex/shared/bus/make-event.ts';
import { contentId, sha256 } from '@clawnex/shared/kernel/ids.ts';
import type { ScannedPiece } from '../scan/scan-piece.ts';
import type { Item, ItemKind } from '../sources/item.ts';
import type { Source } from '../sources/source.ts';

/** Longest name that events carry. */
const NAME_LENGTH_MAX = 512;

/** Where an item was found, and when. */
export interface ItemPlace {
  readonly host: string;
  readonly source: Pick<Source, 'instance' | 'agent' | 'log_source'>;
  /** For items that do not say when they happened. */
  readonly now_ms: number;
}

/** What the bus is told of; the rest is read, scanned and left. */
const KINDS: Readonly<Partial<Record<ItemKind, SessionObserved['kind']>>> = {
  session: 'started',
  turn: 'turn',
  tool_call: 'tool_called',
  tool_result: 'tool_result',
  usage: 'usage',
  compaction: 'compacted',
  reset: 'reset',
  error: 'error',
  ended: 'ended',
};

/** What happened, without its text; null for what is not told. The id follows from the fact: told again, it is the same. */
export function observedEvent(place: ItemPlace, item: Item): OutgoingEvent | null {
  const kind = KINDS[item.kind];
  if (kind === undefined) return null;
  const facts = factsOf(item);
  // Amounts grow under one key: each step of it is an event, and the last one counts.
  const amounts = kind === 'usage' ? JSON.stringify(facts) : '';
  return {
    type: 'session.observed',
    id: contentId(place.host, place.source.instance, item.key, 'observed', amounts),
    ...about(place, item),
    data: {
      kind,
      log_source: place.source.log_source,
      entry_id: name(item.entry),
      ...optional('origin', item.origin),
      ...optional('tool', item.tool === undefined ? undefined : name(item.tool)),
      ...optional('model', item.model === undefined ? undefined : name(item.model)),
      ...optional('provider', item.provider === undefined ? undefined : name(item.provider)),
      ...optional('is_error', item.is_error),
      ...optional('from_network', item.from_network),
      ...optional('owner', item.owner),
      ...(item.sender === undefined ? {} : { sender: senderOf(item.sender) }),
      ...facts,
    },
  };
}

function factsOf(item: Item): Partial<SessionObserved> {
  const { tokens, cost_usd } = item;
  if (item.kind !== 'usage') return {};
  const cached = tokens?.input_includes_cache_read === true ? (tokens.cache_read ?? 0) : 0;
  const input = tokens?.input === undefined ? undefined : Math.max(0, tokens.input - cached);
  return {
    usage_key: item.key.length <= NAME_LENGTH_MAX ? item.key : sha256(item.key),
    ...optional('response_id', item.response === undefined ? undefined : name(item.response)),
    ...optional('cumulative', item.cumulative),
    ...optional('input_tokens', count(input)),
    ...optional('output_tokens', count(tokens?.output)),
    ...optional('cache_read_tokens', count(tokens?.cache_read)),
    ...optional('cache_write_tokens', count(tokens?.cache_write)),
    ...optional('reasoning_tokens', count(tokens?.reasoning)),
    ...optional('cost_microusd', count(cost_usd === undefined ? undefined : cost_usd * 1e6)),
  };
}

function senderOf({ kind, session, channel, tool }: NonNullable<Item['sender']>): SessionObserved['sender'] {
  return {
    kind,
    ...optional('session', session === undefined ? undefined : name(session)),
    ...optional('channel', channel === undefined ? undefined : name(channel)),
    ...optional('tool', tool === undefined ? undefined : name(tool)),
  };
}

/**
 * A scan that found something. The text's hash is part of the id: one answer can hold several texts. So is the verdict, and
 * not the ruleset: scanned again by new rules, a text is news only when it is judged otherwise.
 */
export function scannedEvent(
  place: ItemPlace,
  item: Item,
  piece: { readonly index: number; readonly found: ScannedPiece; readonly ruleset: string },
): OutgoingEvent | null {
  const { found, ruleset, index } = piece;
  if (found.block === null) return null;
  return {
    type: 'scan.completed',
    id: contentId(
      place.host,
      place.source.instance,
      item.key,
      'scanned',
      index,
      found.block.hash,
      found.verdict,
    ),
    ...about(place, item),
    data: {
      scan_source: place.source.log_source,
      ruleset,
      block: found.block,
      entry_id: name(item.entry),
      latency_us: found.latency_us,
      ...optional('tool', item.tool === undefined ? undefined : name(item.tool)),
    },
  };
}

function about({ source, now_ms }: ItemPlace, item: Item) {
  return {
    time: item.time_ms ?? now_ms,
    instance: name(source.instance),
    agent: name(source.agent),
    session: name(item.session),
  };
}

function name(text: string): string {
  return text === '' ? 'unknown' : text.slice(0, NAME_LENGTH_MAX);
}

function count(amount: number | undefined): number | undefined {
  return amount === undefined || amount > Number.MAX_SAFE_INTEGER ? undefined : Math.round(amount);
}

function optional<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  // A computed key of a type parameter is typed as an index signature; the object has exactly this key.
  return (value === undefined ? {} : { [key]: value }) as { [P in K]?: V };
}
