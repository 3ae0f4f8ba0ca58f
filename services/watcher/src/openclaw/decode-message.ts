import { argumentsOf, type ItemMaker, type Place, textOf } from '../sources/decode.ts';
import { amountAt, type Fields, fieldsAt, fieldsOf, flagAt, listAt, textAt } from '../sources/fields.ts';
import { keyOf, type Sender, type Tokens } from '../sources/item.ts';
import { toolOfResult, unwrapCall, unwrapResult } from './real-tool.ts';

/** Parts of a message that carry no text. */
const SILENT_PARTS: ReadonlySet<string> = new Set([
  'text',
  'thinking',
  'redacted_thinking',
  'image',
  'audio',
  'file',
  'document',
]);
/** Names of a tool call's part, by provider library. */
const CALL_PARTS: ReadonlySet<string> = new Set(['toolCall', 'tool_use', 'toolUse', 'functionCall']);

export function decodeMessage(entry: Fields, message: Fields, place: Place, maker: ItemMaker): void {
  const role = textAt(message, 'role') ?? '';
  switch (role) {
    case 'user':
      decodeUser(message, maker);
      return;
    case 'system':
    case 'developer':
      maker.add('context', 0, { origin: 'system', text: textOf(message['content']) });
      return;
    case 'assistant':
      if (isDeliveryCopy(message)) maker.note('delivery-mirror');
      else if (isRunCopy(message, place)) maker.note('copy of a reply');
      else decodeAnswer(entry, message, place, maker);
      return;
    case 'toolResult':
    case 'tool':
      decodeResult(message, place, maker);
      return;
    case 'custom':
      if (textAt(message, 'customType') === 'openclaw.nested-tool.v1') decodeNested(message, place, maker);
      else
        maker.add('context', 0, {
          origin: 'user',
          text: textOf(message['content']),
          type: textAt(message, 'customType'),
        });
      return;
    default:
      maker.unknown(`message ${role}`.trim());
  }
}

/** A reply written a second time as it went to a channel. */
function isDeliveryCopy(message: Fields): boolean {
  return textAt(message, 'provider') === 'openclaw' && textAt(message, 'model') === 'delivery-mirror';
}

/**
 * A reply written a second time when its run ended, with the usage of the whole run, which its answers have told. Where a
 * command line tool is the provider, such a row is the only one.
 */
function isRunCopy(message: Fields, { session, memory }: Place): boolean {
  if (textAt(message, 'api') !== 'cli') return false;
  const last = memory.findAnswer(session);
  if (last === undefined) return textAt(message, 'provider')?.endsWith('-cli') !== true;
  return last === textOf(message['content']);
}

function decodeUser(message: Fields, maker: ItemMaker): void {
  const known = fieldsAt(message, '__openclaw');
  maker.add('turn', 0, {
    origin: 'user',
    text: textOf(message['content']),
    owner: flagAt(known, 'senderIsOwner'),
    sender: senderOf(fieldsAt(message, 'provenance'), fieldsAt(known, 'transport')),
  });
  unknownParts(message, maker);
}

function senderOf(provenance: Fields | undefined, transport: Fields | undefined): Sender | undefined {
  const kind = textAt(provenance, 'kind');
  if (kind === 'inter_session' || kind === 'internal_system') {
    return {
      kind,
      session: textAt(provenance, 'sourceSessionKey'),
      channel: textAt(provenance, 'sourceChannel'),
      tool: textAt(provenance, 'sourceTool'),
    };
  }
  const channel = textAt(transport, 'channel');
  return channel === undefined ? undefined : { kind: 'channel', channel };
}

function decodeAnswer(entry: Fields, message: Fields, place: Place, maker: ItemMaker): void {
  const model = textAt(message, 'model');
  const provider = textAt(message, 'provider');
  place.memory.rememberModel(place.session, model);
  const failure =
    textAt(message, 'stopReason') === 'error' ? (textAt(message, 'errorMessage') ?? '') : undefined;
  const text = textOf(message['content']);
  place.memory.rememberAnswer(place.session, text);
  if (failure === undefined || text !== undefined)
    maker.add('turn', 0, { origin: 'assistant', text, model, provider });
  if (failure !== undefined) maker.add('error', 0, { text: failure, is_error: true, model, provider });
  for (const [index, raw] of listAt(message, 'content').entries()) {
    const part = fieldsOf(raw);
    const thinking = textAt(part, 'thinking');
    if (thinking !== undefined) maker.add('thinking', index, { origin: 'assistant', text: thinking });
    if (CALL_PARTS.has(textAt(part, 'type') ?? '')) decodeCall(entry, part, index, place, maker);
  }
  unknownParts(message, maker);
  decodeUsage(message, model, provider, maker);
}

function decodeCall(
  entry: Fields,
  part: Fields | undefined,
  index: number,
  place: Place,
  maker: ItemMaker,
): void {
  const { session, memory } = place;
  const call = textAt(part, 'id');
  const { tool, args, dispatched } = unwrapCall(
    textAt(part, 'name') ?? 'unknown',
    part?.['arguments'] ?? part?.['input'],
  );
  const id = textAt(entry, 'id') ?? '';
  memory.rememberCall(session, call, { tool, entry: id, dispatched });
  // The record of a nested tool, which may be read without its call, tells of a dispatched one again.
  const key = dispatched && call !== undefined ? { key: nestedKey(session, id, call, tool, '1') } : {};
  maker.add('tool_call', index, { origin: 'tool_call', tool, call, arguments: args, ...key });
}

function nestedKey(session: string, entry: string, call: string, tool: string, nth: string): string {
  return keyOf(session, entry, 'nested', call, tool, nth);
}

function decodeResult(message: Fields, place: Place, maker: ItemMaker): void {
  const call = textAt(message, 'toolCallId');
  const called = place.memory.findCall(place.session, call)?.tool;
  const network = textAt(fieldsAt(message, '__openclaw'), 'resultContentSource') === 'network';
  maker.add('tool_result', 0, {
    origin: 'tool_result',
    text: unwrapResult(textAt(message, 'toolName'), textOf(message['content'])),
    tool: toolOfResult(textAt(message, 'toolName'), called, message['details']),
    call,
    is_error: flagAt(message, 'isError'),
    ...(network ? { from_network: true } : {}),
  });
}

/**
 * A tool that another tool called. Behind the dispatcher it was told already by the call, and its result comes again as the
 * dispatcher's; any other tool that calls tools (code) would hide them.
 */
function decodeNested(message: Fields, place: Place, maker: ItemMaker): void {
  const details = fieldsAt(message, 'details');
  const parent = textAt(details, 'parentToolCallId');
  const tool = textAt(details, 'toolName');
  const called = place.memory.findCall(place.session, parent);
  if (tool === undefined || called?.dispatched === true) {
    maker.note('openclaw.nested-tool.v1');
    return;
  }
  const call = textAt(details, 'toolCallId');
  const entry = called?.entry ?? textAt(details, 'afterEntryId') ?? '';
  const nth = call?.split(':').at(-1) ?? '1';
  maker.add('tool_call', 0, {
    origin: 'tool_call',
    tool,
    call,
    arguments: argumentsOf(details?.['input']),
    ...(parent === undefined ? {} : { key: nestedKey(place.session, entry, parent, tool, nth) }),
  });
  maker.add('tool_result', 0, {
    origin: 'tool_result',
    text: textOf(fieldsAt(details, 'result')?.['content']),
    tool,
    call,
    is_error: flagAt(details, 'isError'),
  });
}

function decodeUsage(
  message: Fields,
  model: string | undefined,
  provider: string | undefined,
  maker: ItemMaker,
): void {
  const usage = fieldsAt(message, 'usage');
  if (usage === undefined) return;
  const tokens: Tokens = {
    input: amountAt(usage, 'input'),
    output: amountAt(usage, 'output'),
    cache_read: amountAt(usage, 'cacheRead'),
    cache_write: amountAt(usage, 'cacheWrite'),
    reasoning: amountAt(usage, 'reasoningTokens'),
    total: amountAt(usage, 'totalTokens'),
    input_includes_cache_read: false,
  };
  // A call that failed before it cost anything.
  if ((tokens.total ?? 0) + (tokens.input ?? 0) + (tokens.output ?? 0) === 0) return;
  maker.add('usage', 0, {
    model,
    provider,
    response: textAt(message, 'responseId'),
    tokens,
    cost_usd: amountAt(fieldsAt(usage, 'cost'), 'total'),
  });
}

/** Parts of a kind that is not known are named, so that nobody takes silence for nothing. */
function unknownParts(message: Fields, maker: ItemMaker): void {
  for (const [index, raw] of listAt(message, 'content').entries()) {
    const part = fieldsOf(raw);
    const type = textAt(part, 'type') ?? '';
    if (textAt(part, 'text') !== undefined || SILENT_PARTS.has(type) || CALL_PARTS.has(type)) continue;
    maker.add('unknown', `part ${index}`, { type: `content part ${type}`.trim().slice(0, 120) });
  }
}
