import type { SessionObserved } from '@clawnex/proto/events/session.ts';
import type { DecodedEntry, LogBlock, Observation } from '../sources/decoded-entry.ts';
import { argumentLines } from './argument-lines.ts';
import { ContentPart, type Message, NestedTool } from './entry.ts';
import { type CalledTools, type RealCall, unwrapCall } from './real-tool.ts';

type Decoded = Pick<DecodedEntry, 'observations' | 'blocks'>;
const NOTHING: Decoded = { observations: [], blocks: [] };
/** Longest name that events carry. */
const NAME_LENGTH_MAX = 200;

/** What a message says; null for a copy of another one. */
export function decodeMessage(message: Message, session: string, tools: CalledTools): Decoded | null {
  switch (message.role) {
    case 'user':
    case 'system':
      return decodeText(message, message.role);
    case 'assistant':
      return isDeliveryCopy(message) ? null : decodeAnswer(message, session, tools);
    case 'toolResult':
      return decodeResult(message, session, tools);
    case 'custom':
      return message.customType === 'openclaw.nested-tool.v1'
        ? decodeNested(message, session, tools)
        : NOTHING;
    default:
      return NOTHING;
  }
}

function isDeliveryCopy(message: Message): boolean {
  return message.provider === 'openclaw' && message.model === 'delivery-mirror';
}

function decodeText(message: Message, origin: 'user' | 'system'): Decoded {
  return {
    observations: [{ part: 'entry', facts: { kind: 'turn', origin } }],
    blocks: textBlocks(message.content, origin),
  };
}

function decodeAnswer(message: Message, session: string, tools: CalledTools): Decoded {
  const failed = message.stopReason === 'error';
  const turn: Observation = {
    part: 'entry',
    facts: {
      kind: failed ? 'error' : 'turn',
      origin: 'assistant',
      ...(failed ? { is_error: true } : {}),
      ...named('model', message.model),
      ...named('provider', message.provider),
      ...usageOf(message),
    },
  };
  const observations = [turn];
  const blocks: LogBlock[] = [];
  for (const [index, part] of partsOf(message.content).entries()) {
    const text = part.type === 'thinking' ? part.thinking : part.text;
    if (part.type === 'toolCall') {
      const call = unwrapCall(part.name ?? 'unknown', part.arguments);
      tools.remember(session, part.id, call);
      observations.push(called(call.tool, `call-${index}`));
      blocks.push(callBlock(call, `part-${index}`));
    } else if (text !== undefined && text !== '') {
      blocks.push({ part: `part-${index}`, origin: 'assistant', text });
    }
  }
  return { observations, blocks };
}

function decodeResult(message: Message, session: string, tools: CalledTools): Decoded {
  const tool = tools.ofResult(session, message.toolCallId, message.toolName, message.details);
  const fromNetwork = message.__openclaw?.resultContentSource === 'network';
  const facts: Observation['facts'] = {
    kind: 'tool_result',
    origin: 'tool_result',
    ...named('tool', tool),
    ...(message.isError === undefined ? {} : { is_error: message.isError }),
    ...(fromNetwork ? { from_network: true } : {}),
  };
  return {
    observations: [{ part: 'entry', facts }],
    blocks: textBlocks(message.content, 'tool_result', tool),
  };
}

/**
 * A tool that another tool called. Behind the dispatcher it was told already by the call, and its result comes again as the
 * dispatcher's; any other tool that calls tools (code) would hide them.
 */
function decodeNested(message: Message, session: string, tools: CalledTools): Decoded {
  const nested = NestedTool.safeParse(message.details);
  if (!nested.success) return NOTHING;
  const { parentToolCallId, toolName, input, result, isError } = nested.data;
  if (tools.find(session, parentToolCallId)?.dispatched === true) return NOTHING;
  const facts: Observation['facts'] = {
    kind: 'tool_result',
    origin: 'tool_result',
    ...named('tool', toolName),
    ...(isError === undefined ? {} : { is_error: isError }),
  };
  return {
    observations: [called(toolName, 'call-0'), { part: 'result', facts }],
    blocks: [
      callBlock({ tool: toolName, args: input, dispatched: false }, 'call-0'),
      ...textBlocks(result?.content, 'tool_result', toolName),
    ],
  };
}

function called(tool: string, part: string): Observation {
  return { part, facts: { kind: 'tool_called', origin: 'tool_call', ...named('tool', tool) } };
}

function callBlock({ tool, args }: RealCall, part: string): LogBlock {
  const text = [tool, ...argumentLines(args)].join('\n');
  return { part, origin: 'tool_call', text, ...named('tool', tool) };
}

function textBlocks(content: unknown, origin: LogBlock['origin'], tool?: string): LogBlock[] {
  if (typeof content === 'string') {
    return content === '' ? [] : [{ part: 'part-0', origin, text: content, ...named('tool', tool) }];
  }
  return partsOf(content).flatMap((part, index) =>
    part.text === undefined || part.text === ''
      ? []
      : [{ part: `part-${index}`, origin, text: part.text, ...named('tool', tool) }],
  );
}

/** All text of a content that is a string or a list of parts. */
export function textOf(content: unknown): string | undefined {
  const texts = textBlocks(content, 'user').map((block) => block.text);
  return texts.length === 0 ? undefined : texts.join('\n');
}

function partsOf(content: unknown): ContentPart[] {
  if (!Array.isArray(content)) return [];
  const unknowns: readonly unknown[] = content;
  return unknowns.map((part) => {
    const parsed = ContentPart.safeParse(part);
    return parsed.success ? parsed.data : { type: 'unknown' };
  });
}

function usageOf({ usage }: Message): Partial<SessionObserved> {
  if (usage === undefined) return {};
  return {
    ...counted('input_tokens', usage.input),
    ...counted('output_tokens', usage.output),
    ...counted('cache_read_tokens', usage.cacheRead),
    ...counted('cache_write_tokens', usage.cacheWrite),
    ...counted('cost_microusd', usage.cost?.total === undefined ? undefined : usage.cost.total * 1e6),
  };
}

function counted<K extends string>(name: K, value: number | undefined): { [P in K]?: number } {
  if (value === undefined || value > Number.MAX_SAFE_INTEGER) return {};
  // A computed key of a type parameter is typed as an index signature; the object has exactly this key.
  return { [name]: Math.round(value) } as { [P in K]?: number };
}

function named<K extends string>(name: K, value: string | undefined): { [P in K]?: string } {
  if (value === undefined || value === '') return {};
  // As above.
  return { [name]: value.slice(0, NAME_LENGTH_MAX) } as { [P in K]?: string };
}
