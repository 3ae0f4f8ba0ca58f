import { argumentLines } from '../scan/argument-lines.ts';
import { argumentsOf, entryIdOf, ItemMaker, notAnEntry, type Place, textOf } from '../sources/decode.ts';
import {
  amountAt,
  type Fields,
  fieldsAt,
  fieldsOf,
  listAt,
  parseJson,
  textAt,
  timeAt,
} from '../sources/fields.ts';
import { type Item, keyOf } from '../sources/item.ts';

/** How the first message begins, which Gemini CLI writes itself. */
const INJECTED = /^\s*<session_context>/;

/** One line of a Gemini CLI chat: the header, a message, a later version of a message, or a patch. */
export function decodeLine(text: string, place: Place): readonly Item[] {
  const line = fieldsOf(parseJson(text));
  if (line === undefined) return notAnEntry(text, place);
  const patch = fieldsAt(line, '$set');
  if (patch !== undefined) return decodeRecord(patch, text, place);
  if (textAt(line, 'type') !== undefined) return decodeMessage(line, text, place);
  if (textAt(line, 'sessionId') !== undefined) return decodeRecord(line, text, place);
  const maker = new ItemMaker({
    session: place.session,
    entry: entryIdOf(undefined, text, place),
    time_ms: null,
  });
  maker.unknown(Object.keys(line)[0] ?? 'empty');
  return maker.items;
}

/** The header of a chat, a patch of it, or (before there were lines) the whole chat in one document. */
function decodeRecord(record: Fields, text: string, place: Place): readonly Item[] {
  const id = textAt(record, 'sessionId');
  const session = id ?? place.session;
  const maker = new ItemMaker({
    session,
    entry: entryIdOf(id, text, place),
    time_ms: timeAt(record, 'startTime'),
  });
  if (id !== undefined) maker.add('session', 0);
  const messages = listAt(record, 'messages').flatMap((each) => {
    const message = fieldsOf(each);
    return message === undefined
      ? []
      : decodeMessage(message, JSON.stringify(message), { ...place, session });
  });
  if (maker.items.length + messages.length === 0) maker.note('$set');
  return [...maker.items, ...messages];
}

/** A message comes again under the same id as it grows: what it said before has the same key. */
function decodeMessage(message: Fields, text: string, place: Place): readonly Item[] {
  const { session, memory } = place;
  const type = textAt(message, 'type') ?? '';
  const id = entryIdOf(textAt(message, 'id'), text, place);
  const maker = new ItemMaker({ session, entry: id, time_ms: timeAt(message, 'timestamp'), message: id });
  if (type === 'user') decodeUser(message, place, maker);
  else if (type === 'gemini') {
    const model = textAt(message, 'model');
    memory.rememberModel(session, model);
    maker.add('turn', 0, { origin: 'assistant', text: textOf(message['content']), model });
    for (const [index, thought] of listAt(message, 'thoughts').entries()) {
      const fields = fieldsOf(thought);
      const said = [textAt(fields, 'subject'), textAt(fields, 'description')].flatMap((part) => part ?? []);
      maker.add('thinking', index, { origin: 'assistant', text: said.join('\n') });
    }
    for (const call of listAt(message, 'toolCalls')) decodeCall(fieldsOf(call), place, maker);
    decodeUsage(message, model, place, maker);
  } else if (type === 'error') maker.add('error', 0, { text: textOf(message['content']), is_error: true });
  else if (type === 'info' || type === 'warning') {
    maker.add('context', 0, { origin: 'system', text: textOf(message['content']), type });
  } else maker.unknown(type);
  return maker.items;
}

function decodeUser(message: Fields, place: Place, maker: ItemMaker): void {
  const content = message['content'];
  const parts = listAt(message, 'content').map(fieldsOf);
  const results = parts.flatMap((part): Fields[] => {
    const result = fieldsAt(part, 'functionResponse');
    return result === undefined ? [] : [result];
  });
  for (const result of results) addResult(result, undefined, place, maker);
  const text = textOf(content);
  if (text === undefined && results.length > 0) return;
  const injected = text !== undefined && INJECTED.test(text);
  maker.add(injected ? 'context' : 'turn', 0, { origin: injected ? 'system' : 'user', text });
}

function decodeCall(call: Fields | undefined, place: Place, maker: ItemMaker): void {
  const id = textAt(call, 'id');
  const tool = textAt(call, 'name') ?? 'unknown';
  place.memory.rememberCall(place.session, id, { tool, entry: '', dispatched: false });
  maker.add('tool_call', id ?? tool, {
    origin: 'tool_call',
    tool,
    call: id,
    arguments: argumentsOf(call?.['args']),
    ...(id === undefined ? {} : { key: keyOf(place.session, 'call', id) }),
  });
  const failed = textAt(call, 'status') === 'error';
  for (const result of listAt(call, 'result')) {
    addResult(fieldsAt(fieldsOf(result), 'functionResponse'), failed, place, maker);
  }
}

/** A result stands in the call that got it, and again in the message that gave it to the model. */
function addResult(
  result: Fields | undefined,
  failed: boolean | undefined,
  place: Place,
  maker: ItemMaker,
): void {
  if (result === undefined) return;
  const call = textAt(result, 'id');
  const tool = textAt(result, 'name');
  const response = fieldsAt(result, 'response');
  const text = textAt(response, 'output') ?? textAt(response, 'error') ?? argumentLines(response).join('\n');
  maker.add('tool_result', call ?? tool ?? 0, {
    origin: 'tool_result',
    text: text === '' ? undefined : text,
    tool: tool ?? place.memory.findCall(place.session, call)?.tool,
    call,
    ...(failed === undefined ? {} : { is_error: failed }),
    ...(call === undefined ? {} : { key: keyOf(place.session, 'result', call) }),
  });
}

function decodeUsage(message: Fields, model: string | undefined, { session }: Place, maker: ItemMaker): void {
  const counted = fieldsAt(message, 'tokens');
  if (counted === undefined) return;
  maker.add('usage', 0, {
    key: keyOf(session, 'usage', textAt(message, 'id') ?? ''),
    model,
    tokens: {
      input: amountAt(counted, 'input'),
      output: amountAt(counted, 'output'),
      cache_read: amountAt(counted, 'cached'),
      reasoning: amountAt(counted, 'thoughts'),
      total: amountAt(counted, 'total'),
      input_includes_cache_read: true,
    },
  });
}
