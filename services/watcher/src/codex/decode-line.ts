import { entryIdOf, ItemMaker, notAnEntry, type Place } from '../sources/decode.ts';
import { amountAt, type Fields, fieldsAt, fieldsOf, parseJson, textAt, timeAt } from '../sources/fields.ts';
import { type Item, keyOf, type Tokens } from '../sources/item.ts';
import { decodeResponseItem } from './decode-response-item.ts';

/** Lines and events that are known and tell of nothing new: every message, call and result stands in a response item. */
const NOTES: ReadonlySet<string> = new Set(['world_state', 'thread_settings', 'state', 'turn_context']);
/** Items as the first versions wrote them, without an envelope. */
const BARE_ITEMS: ReadonlySet<string> = new Set([
  'message',
  'reasoning',
  'function_call',
  'function_call_output',
  'local_shell_call',
  'custom_tool_call',
  'custom_tool_call_output',
  'web_search_call',
]);

/** One line of a Codex rollout. */
export function decodeLine(text: string, place: Place): readonly Item[] {
  const line = fieldsOf(parseJson(text));
  if (line === undefined) return notAnEntry(text, place);
  const type = textAt(line, 'type') ?? '';
  const bare = BARE_ITEMS.has(type);
  const payload = bare ? line : fieldsAt(line, 'payload');
  const { session, memory } = place;
  const maker = new ItemMaker({
    session,
    entry: entryIdOf(undefined, text, place),
    time_ms: timeAt(line, 'timestamp'),
  });
  switch (bare ? 'response_item' : type) {
    case 'session_meta':
      decodeMeta(payload, maker);
      break;
    case 'response_item':
      decodeResponseItem(payload, place, maker);
      break;
    case 'turn_context':
      memory.rememberModel(session, textAt(payload, 'model'));
      maker.note(type);
      break;
    case 'token_usage_record':
      addUsage(fieldsAt(payload, 'usage'), fieldsAt(payload, 'thread_token_usage'), payload, place, maker);
      break;
    case 'compacted':
      maker.add('compaction', 0, { origin: 'assistant', text: textAt(payload, 'message') });
      break;
    case 'event_msg':
      decodeEvent(payload, place, maker);
      break;
    default:
      if (NOTES.has(type)) maker.note(type);
      // The first line of the first versions.
      else if (type === '' && textAt(line, 'id') !== undefined) decodeMeta(line, maker);
      else if (line['record_type'] !== undefined)
        maker.note(`record ${textAt(line, 'record_type') ?? ''}`.trim());
      else maker.unknown(type === '' ? 'no type' : type);
  }
  return maker.items;
}

function decodeMeta(meta: Fields | undefined, maker: ItemMaker): void {
  maker.add('session', 0);
  const given = meta?.['base_instructions'] ?? meta?.['instructions'];
  const text = typeof given === 'string' ? given : textAt(fieldsOf(given), 'text');
  if (text !== undefined && text !== '')
    maker.add('context', 'instructions', { origin: 'system', text, type: 'base_instructions' });
}

/** Events repeat what the response items say; only counts and endings are new in them. */
function decodeEvent(event: Fields | undefined, place: Place, maker: ItemMaker): void {
  const type = textAt(event, 'type') ?? '';
  const info = fieldsAt(event, 'info');
  if (type === 'token_count' && info !== undefined) {
    addUsage(fieldsAt(info, 'last_token_usage'), fieldsAt(info, 'total_token_usage'), event, place, maker);
  } else if (type === 'error' || type === 'stream_error') {
    maker.add('error', 0, { text: textAt(event, 'message'), is_error: true });
  } else if (type === 'turn_aborted') {
    maker.add('error', 0, {
      text: `turn aborted: ${textAt(event, 'reason') ?? 'no reason given'}`,
      is_error: true,
    });
  } else if (type === '') maker.unknown('event_msg');
  else maker.note(`event ${type}`);
}

/**
 * A call's usage stands in a record of its own, in an event, or in both, and events repeat it. The thread's total after the
 * call is the same in all of them, and rises with each call: it names the call.
 */
function addUsage(
  usage: Fields | undefined,
  total: Fields | undefined,
  payload: Fields | undefined,
  { session, memory }: Place,
  maker: ItemMaker,
): void {
  const counted = usage ?? total;
  if (counted === undefined) {
    maker.note('usage');
    return;
  }
  const tokens: Tokens = {
    input: amountAt(counted, 'input_tokens'),
    output: amountAt(counted, 'output_tokens'),
    cache_read: amountAt(counted, 'cached_input_tokens'),
    cache_write: amountAt(counted, 'cache_write_input_tokens'),
    reasoning: amountAt(counted, 'reasoning_output_tokens'),
    total: amountAt(counted, 'total_tokens'),
    input_includes_cache_read: true,
  };
  const after = ['input_tokens', 'output_tokens', 'total_tokens'].map((name) => amountAt(total, name) ?? '-');
  maker.add('usage', 0, {
    ...(total === undefined ? {} : { key: keyOf(session, 'thread-total', ...after) }),
    model: memory.findModel(session),
    response: textAt(payload, 'response_id'),
    tokens,
  });
}
