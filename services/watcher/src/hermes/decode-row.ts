import { argumentsOf, ItemMaker, notAnEntry, type Place, textOf } from '../sources/decode.ts';
import { amountAt, type Fields, fieldsAt, fieldsOf, parseJson, textAt, timeAt } from '../sources/fields.ts';
import { type Item, keyOf, type Tokens } from '../sources/item.ts';

/** Content that is a list of parts is stored behind this mark. */
const PARTS_MARK = '\0json:';

/** A row of Hermes's tables as one record with its columns by name, and `table`. */
export function decodeRow(text: string, place: Place): readonly Item[] {
  const row = fieldsOf(parseJson(text));
  if (row === undefined) return notAnEntry(text, place);
  const table = textAt(row, 'table') ?? '';
  const id = row['id'];
  const entry = `${table}-${typeof id === 'number' || typeof id === 'string' ? id : ''}`;
  const maker = new ItemMaker({ session: place.session, entry, time_ms: secondsAt(row, 'timestamp') });
  if (table === 'messages') decodeMessage(row, place, maker);
  else if (table === 'sessions') decodeSession(row, place, maker);
  else decodeModelUsage(row, place, maker);
  return maker.items;
}

/** Hermes counts time in seconds, with a fraction. */
function secondsAt(row: Fields, name: string): number | null {
  const seconds = amountAt(row, name);
  return seconds === undefined ? null : timeAt({ time: seconds * 1_000 }, 'time');
}

function decodeMessage(row: Fields, place: Place, maker: ItemMaker): void {
  const role = textAt(row, 'role') ?? '';
  const text = contentOf(row);
  if (role === 'user') maker.add('turn', 0, { origin: 'user', text });
  else if (role === 'tool') {
    const call = textAt(row, 'tool_call_id');
    const tool = textAt(row, 'tool_name') ?? place.memory.findCall(place.session, call)?.tool;
    maker.add('tool_result', 0, { origin: 'tool_result', text, tool, call });
  } else if (role === 'assistant') {
    maker.add('turn', 0, { origin: 'assistant', text, model: place.memory.findModel(place.session) });
    const thinking = textAt(row, 'reasoning') ?? textAt(row, 'reasoning_content');
    if (thinking !== undefined) maker.add('thinking', 0, { origin: 'assistant', text: thinking });
    decodeCalls(row, place, maker);
  } else if (role === 'system' || role === 'session_meta') {
    const compacted = amountAt(row, 'compacted') === 1;
    maker.add(compacted ? 'compaction' : 'context', 0, { origin: 'system', text, type: role });
  } else maker.unknown(`message ${role}`.trim());
}

function contentOf(row: Fields): string | undefined {
  const content = textAt(row, 'content');
  if (content?.startsWith(PARTS_MARK) !== true) return content;
  return textOf(parseJson(content.slice(PARTS_MARK.length))) ?? content.slice(PARTS_MARK.length);
}

function decodeCalls(row: Fields, place: Place, maker: ItemMaker): void {
  const calls = argumentsOf(row['tool_calls']);
  for (const [index, raw] of (Array.isArray(calls) ? calls : []).entries()) {
    const each = fieldsOf(raw);
    const named = fieldsAt(each, 'function') ?? each;
    const tool = textAt(named, 'name') ?? 'unknown';
    const call = textAt(each, 'id') ?? textAt(each, 'call_id');
    place.memory.rememberCall(place.session, call, { tool, entry: '', dispatched: false });
    maker.add('tool_call', index, {
      origin: 'tool_call',
      tool,
      call,
      arguments: argumentsOf(named?.['arguments']),
    });
  }
}

function decodeSession(row: Fields, place: Place, maker: ItemMaker): void {
  const { session, memory } = place;
  memory.rememberModel(session, textAt(row, 'model'));
  const parent = textAt(row, 'parent_session_id');
  const source = textAt(row, 'source');
  const time_ms = secondsAt(row, 'started_at');
  maker.add('session', 0, {
    time_ms,
    model: textAt(row, 'model'),
    sender:
      parent === undefined
        ? { kind: 'channel', channel: source }
        : { kind: 'sub_agent', session: parent, channel: source },
  });
  const ended = secondsAt(row, 'ended_at');
  if (ended !== null) maker.add('ended', 0, { time_ms: ended, type: textAt(row, 'end_reason') });
  // Counted by model in a table of its own since that exists.
  if (row['usage_by_model'] !== true) {
    addTotals(row, 'session', place, maker);
  }
}

function decodeModelUsage(row: Fields, place: Place, maker: ItemMaker): void {
  const of = ['model', 'billing_provider', 'billing_base_url', 'billing_mode', 'task'].map(
    (name) => textAt(row, name) ?? '',
  );
  addTotals(row, of.join('|'), place, maker);
}

/** Hermes counts tokens for a session, not for a message. */
function addTotals(row: Fields, of: string, { session }: Place, maker: ItemMaker): void {
  // 0 is what the column holds until the provider has said.
  const cost_usd = amountAt(row, 'actual_cost_usd') || amountAt(row, 'estimated_cost_usd');
  const tokens: Tokens = {
    input: amountAt(row, 'input_tokens'),
    output: amountAt(row, 'output_tokens'),
    cache_read: amountAt(row, 'cache_read_tokens'),
    cache_write: amountAt(row, 'cache_write_tokens'),
    reasoning: amountAt(row, 'reasoning_tokens'),
    input_includes_cache_read: false,
  };
  if ((tokens.input ?? 0) + (tokens.output ?? 0) === 0) return;
  maker.add('usage', of, {
    key: keyOf(session, 'total', of),
    time_ms: secondsAt(row, 'last_seen') ?? secondsAt(row, 'ended_at'),
    model: textAt(row, 'model'),
    provider: textAt(row, 'billing_provider'),
    tokens,
    cost_usd,
    cumulative: true,
  });
}
