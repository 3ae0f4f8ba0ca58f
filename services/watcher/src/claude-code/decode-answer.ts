import { argumentsOf, type ItemMaker, type Place, textOf } from '../sources/decode.ts';
import { amountAt, type Fields, fieldsAt, fieldsOf, flagAt, listAt, textAt } from '../sources/fields.ts';
import { keyOf, type Tokens } from '../sources/item.ts';

/** Calls that the provider runs itself are told like any other. */
const CALL_PARTS: ReadonlySet<string> = new Set(['tool_use', 'server_tool_use', 'mcp_tool_use']);
const SILENT_PARTS: ReadonlySet<string> = new Set(['redacted_thinking', 'image', 'document', 'fallback']);
/** The name under which Claude Code writes answers that no model gave. */
const NO_MODEL = '<synthetic>';

/** One block of an answer. An answer stands in as many lines as it has blocks, each with the same id and usage. */
export function decodeAnswer(
  line: Fields,
  message: Fields | undefined,
  place: Place,
  maker: ItemMaker,
): void {
  const id = textAt(message, 'id');
  const model = textAt(message, 'model');
  if (flagAt(line, 'isApiErrorMessage') === true) {
    maker.add('error', 0, { text: textOf(message?.['content']), is_error: true });
    return;
  }
  const turn = id === undefined ? {} : { key: keyOf(place.session, 'turn', id) };
  const named = model === NO_MODEL ? undefined : model;
  const content = message?.['content'];
  if (typeof content === 'string')
    maker.add('turn', 0, { origin: 'assistant', text: content, model: named, ...turn });
  const texts = textOf(
    listAt(message, 'content').filter((part) => textAt(fieldsOf(part), 'type') === 'text'),
  );
  // Told with each line: an answer without text is a turn too, and the key makes it one.
  if (typeof content !== 'string')
    maker.add('turn', 0, { origin: 'assistant', text: texts, model: named, ...turn });
  for (const [index, raw] of listAt(message, 'content').entries())
    decodePart(fieldsOf(raw), index, place, maker);
  if (model !== NO_MODEL) decodeUsage(line, message, id, place, maker);
}

function decodePart(part: Fields | undefined, index: number, place: Place, maker: ItemMaker): void {
  const type = textAt(part, 'type') ?? '';
  if (type === 'text' || SILENT_PARTS.has(type)) return;
  if (type === 'thinking') {
    maker.add('thinking', index, { origin: 'assistant', text: textAt(part, 'thinking') });
  } else if (CALL_PARTS.has(type)) {
    const call = textAt(part, 'id');
    const tool = textAt(part, 'name') ?? 'unknown';
    place.memory.rememberCall(place.session, call, { tool, entry: '', dispatched: false });
    maker.add('tool_call', index, {
      origin: 'tool_call',
      tool,
      call,
      arguments: argumentsOf(part?.['input']),
    });
  } else if (type.endsWith('tool_result')) {
    const call = textAt(part, 'tool_use_id');
    const tool = place.memory.findCall(place.session, call)?.tool;
    maker.add('tool_result', index, { origin: 'tool_result', text: textOf(part?.['content']), tool, call });
  } else maker.add('unknown', `part ${index}`, { type: `content part ${type}`.trim().slice(0, 120) });
}

/** The same answer can stand in several files (a resumed session copies its past): its usage belongs to no one session. */
function decodeUsage(
  line: Fields,
  message: Fields | undefined,
  id: string | undefined,
  place: Place,
  maker: ItemMaker,
): void {
  const usage = fieldsAt(message, 'usage');
  if (usage === undefined) return;
  const tokens: Tokens = {
    input: amountAt(usage, 'input_tokens'),
    output: amountAt(usage, 'output_tokens'),
    cache_read: amountAt(usage, 'cache_read_input_tokens'),
    cache_write: amountAt(usage, 'cache_creation_input_tokens'),
    reasoning: amountAt(fieldsAt(usage, 'output_tokens_details'), 'thinking_tokens'),
    input_includes_cache_read: false,
  };
  const key = id === undefined ? {} : { key: keyOf('answer', id, textAt(line, 'requestId') ?? '') };
  maker.add('usage', 0, {
    ...key,
    model: textAt(message, 'model'),
    response: id,
    tokens,
    cost_usd: amountAt(line, 'costUSD'),
  });
  place.memory.rememberModel(place.session, textAt(message, 'model'));
}
