import { argumentsOf, ItemMaker, notAnEntry, type Place, textOf } from '../sources/decode.ts';
import {
  amountAt,
  type Fields,
  fieldsAt,
  fieldsOf,
  flagAt,
  parseJson,
  textAt,
  timeAt,
} from '../sources/fields.ts';
import { type Item, keyOf, type Tokens } from '../sources/item.ts';

/** Parts that are known and tell of nothing that anyone said or did. */
const NOTES: ReadonlySet<string> = new Set(['step-start', 'snapshot', 'patch', 'agent', 'file']);

/**
 * A row of opencode's tables as one record: `table`, `id`, `message`, `role`, `time`, the row's own `data`, and for messages
 * whether their steps count their tokens. Rows change as a message grows; what they said before has the same key.
 */
export function decodeRow(text: string, place: Place): readonly Item[] {
  const row = fieldsOf(parseJson(text));
  const id = textAt(row, 'id');
  if (row === undefined || id === undefined) return notAnEntry(text, place);
  const data = fieldsAt(row, 'data');
  const message = textAt(row, 'message');
  const { session } = place;
  const maker = new ItemMaker({ session, entry: id, time_ms: timeAt(row, 'time'), message });
  const table = textAt(row, 'table');
  if (table === 'session') {
    const parent = textAt(row, 'parent');
    maker.add('session', 0, parent === undefined ? {} : { sender: { kind: 'sub_agent', session: parent } });
  } else if (table === 'message') decodeMessage(row, data, place, maker);
  else decodePart(row, data, place, maker);
  return maker.items;
}

function decodeMessage(row: Fields, data: Fields | undefined, place: Place, maker: ItemMaker): void {
  const role = textAt(data, 'role');
  const model = textAt(data, 'modelID');
  const provider = textAt(data, 'providerID');
  const origin = role === 'user' ? 'user' : 'assistant';
  maker.add('turn', 0, { key: turnKey(row, place), origin, model, provider });
  const failure = fieldsAt(data, 'error');
  if (failure !== undefined) {
    const text = textAt(fieldsAt(failure, 'data'), 'message') ?? textAt(failure, 'name');
    maker.add('error', 0, { text, is_error: true, model, provider });
  }
  place.memory.rememberModel(place.session, model);
  const done = fieldsAt(data, 'time')?.['completed'] !== undefined;
  // Each step counts its own tokens; a message without steps counts them itself.
  if (done && flagAt(row, 'steps') !== true) addUsage(data, model, provider, maker);
}

function turnKey(row: Fields, { session }: Place): string {
  return keyOf(session, 'turn', textAt(row, 'message') ?? '');
}

function decodePart(row: Fields, data: Fields | undefined, place: Place, maker: ItemMaker): void {
  const type = textAt(data, 'type') ?? '';
  const user = textAt(row, 'role') === 'user';
  switch (type) {
    case 'text':
      if (flagAt(data, 'synthetic') === true) {
        maker.add('context', 0, { origin: 'system', text: textAt(data, 'text'), type: 'synthetic' });
      } else if (user || isWhole(row, data)) {
        const origin = user ? 'user' : 'assistant';
        maker.add('turn', 0, { key: turnKey(row, place), origin, text: textAt(data, 'text') });
      }
      return;
    case 'reasoning':
      if (isWhole(row, data)) maker.add('thinking', 0, { origin: 'assistant', text: textAt(data, 'text') });
      return;
    case 'tool':
      decodeTool(data, maker);
      return;
    case 'step-finish':
      addUsage(data, place.memory.findModel(place.session), undefined, maker);
      return;
    case 'subtask':
      maker.add('context', 0, { origin: 'user', text: textAt(data, 'prompt'), type });
      return;
    case 'compaction':
      maker.add('compaction', 0, { origin: 'system' });
      return;
    case 'retry':
      maker.add('error', 0, {
        text: textOf(fieldsAt(fieldsAt(data, 'error'), 'data')?.['message']),
        is_error: true,
      });
      return;
    default:
      if (NOTES.has(type)) maker.note(type);
      else maker.unknown(`part ${type}`.trim());
  }
}

/** A text is written while the model still speaks: it counts when the part or its message has ended. */
function isWhole(row: Fields, data: Fields | undefined): boolean {
  return fieldsAt(data, 'time')?.['end'] !== undefined || flagAt(row, 'completed') === true;
}

function decodeTool(data: Fields | undefined, maker: ItemMaker): void {
  const state = fieldsAt(data, 'state');
  const status = textAt(state, 'status');
  // The arguments are still being written.
  if (status === 'pending') return;
  const tool = textAt(data, 'tool') ?? 'unknown';
  const call = textAt(data, 'callID');
  maker.add('tool_call', 0, { origin: 'tool_call', tool, call, arguments: argumentsOf(state?.['input']) });
  if (status !== 'completed' && status !== 'error') return;
  maker.add('tool_result', 0, {
    origin: 'tool_result',
    text: textAt(state, status === 'error' ? 'error' : 'output'),
    tool,
    call,
    is_error: status === 'error',
  });
}

function addUsage(
  data: Fields | undefined,
  model: string | undefined,
  provider: string | undefined,
  maker: ItemMaker,
): void {
  const counted = fieldsAt(data, 'tokens');
  if (counted === undefined) return;
  const cache = fieldsAt(counted, 'cache');
  const tokens: Tokens = {
    input: amountAt(counted, 'input'),
    output: amountAt(counted, 'output'),
    cache_read: amountAt(cache, 'read'),
    cache_write: amountAt(cache, 'write'),
    reasoning: amountAt(counted, 'reasoning'),
    total: amountAt(counted, 'total'),
    input_includes_cache_read: false,
  };
  maker.add('usage', 0, { model, provider, tokens, cost_usd: amountAt(data, 'cost') });
}
