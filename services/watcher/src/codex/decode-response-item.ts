import { argumentLines } from '../scan/argument-lines.ts';
import { argumentsOf, type ItemMaker, type Place, textOf } from '../sources/decode.ts';
import { type Fields, fieldsAt, fieldsOf, flagAt, listAt, textAt } from '../sources/fields.ts';

/** How texts begin that Codex itself puts in the user's name. */
const INJECTED =
  /^\s*(?:<environment_context>|<user_instructions>|<INSTRUCTIONS>|# AGENTS\.md instructions|<permissions instructions>|<skill>|<turn_aborted>|<subagent_notification>)/;

/** One item of the conversation with the model. */
export function decodeResponseItem(item: Fields | undefined, place: Place, maker: ItemMaker): void {
  const type = textAt(item, 'type') ?? '';
  switch (type) {
    case 'message':
      decodeMessage(item, place, maker);
      return;
    case 'reasoning':
      maker.add('thinking', 0, {
        origin: 'assistant',
        text: textOf([...listAt(item, 'summary'), ...listAt(item, 'content')]),
      });
      return;
    case 'function_call':
    case 'custom_tool_call':
    case 'tool_search_call':
      addCall(
        item,
        textAt(item, 'name') ?? type,
        argumentsOf(item?.['arguments'] ?? item?.['input']),
        place,
        maker,
      );
      return;
    case 'local_shell_call':
      addCall(item, 'local_shell', item?.['action'], place, maker);
      return;
    case 'web_search_call':
      addCall(item, 'web_search', item?.['action'] ?? {}, place, maker);
      return;
    case 'function_call_output':
    case 'custom_tool_call_output':
    case 'tool_search_output':
    case 'local_shell_call_output':
      decodeOutput(item, place, maker);
      return;
    case 'compaction':
    case 'compaction_summary':
    case 'context_compaction':
      maker.add('compaction', 0, { origin: 'assistant', text: textAt(item, 'message') });
      return;
    case 'ghost_snapshot':
      maker.note(type);
      return;
    default:
      maker.unknown(`response_item ${type}`.trim());
  }
}

function decodeMessage(item: Fields | undefined, { session, memory }: Place, maker: ItemMaker): void {
  const role = textAt(item, 'role') ?? '';
  const text = textOf(item?.['content']);
  if (role === 'assistant') {
    maker.add('turn', 0, { origin: 'assistant', text, model: memory.findModel(session) });
  } else if (role === 'user' && !fromHarness(item, text)) maker.add('turn', 0, { origin: 'user', text });
  else maker.add('context', 0, { origin: 'system', text, type: role });
}

/** Whether Codex put the message there: it says so from 0.16x on, before that only the text shows it. */
function fromHarness(item: Fields | undefined, text: string | undefined): boolean {
  const passed = fieldsAt(item, 'internal_chat_message_metadata_passthrough');
  const sources = listAt(passed, 'content_item_metadata').map((each) =>
    textAt(fieldsAt(fieldsOf(each), 'provenance'), 'type'),
  );
  if (sources.length > 0) return sources.every((source) => source === 'harness');
  return text !== undefined && INJECTED.test(text);
}

function addCall(
  item: Fields | undefined,
  tool: string,
  args: unknown,
  place: Place,
  maker: ItemMaker,
): void {
  const call = textAt(item, 'call_id') ?? textAt(item, 'id');
  place.memory.rememberCall(place.session, call, { tool, entry: '', dispatched: false });
  maker.add('tool_call', 0, { origin: 'tool_call', tool, call, arguments: args });
}

function decodeOutput(item: Fields | undefined, { session, memory }: Place, maker: ItemMaker): void {
  const call = textAt(item, 'call_id');
  const output = item?.['output'];
  const wrapped = fieldsOf(output);
  const success = flagAt(wrapped, 'success');
  const text =
    textOf(wrapped?.['content']) ?? textOf(shellOutput(output)) ?? argumentLines(output).join('\n');
  maker.add('tool_result', 0, {
    origin: 'tool_result',
    text: text === '' ? undefined : text,
    tool: memory.findCall(session, call)?.tool,
    call,
    ...(success === undefined ? {} : { is_error: !success }),
  });
}

/** The first shell tools answered with JSON around their output. */
function shellOutput(output: unknown): unknown {
  const wrapped = fieldsOf(argumentsOf(output));
  return fieldsAt(wrapped, 'metadata') === undefined ? output : wrapped?.['output'];
}
