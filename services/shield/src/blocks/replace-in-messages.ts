import { REDACTED_BLOCK_NOTICE } from '@clawnex/shared/detection/redact-block.ts';
import { sha256 } from '@clawnex/shared/kernel/ids.ts';
import { CALL_TYPES, TEXT_KEYS } from './read-messages.ts';
import { isRecord, readToolCall, renderToolCall } from './tool-blocks.ts';

/** What a text becomes, by its hash; undefined for texts that stay. */
export type Replace = (hash: string, text: string) => string | undefined;

/** The messages with every text replaced that is to be, and the arguments of such tool calls; all else as it came. */
export function replaceInMessages(messages: readonly unknown[], replaceText: Replace): unknown[] {
  // Reading bounded the depth: messages past it are refused before anything is replaced.
  const replace = (value: unknown): unknown => {
    if (typeof value === 'string') {
      const text = value.toWellFormed();
      return replaceText(sha256(text), text) ?? value;
    }
    if (Array.isArray(value)) return value.map(replace);
    if (!isRecord(value)) return value;
    if (typeof value['type'] === 'string' && CALL_TYPES.has(value['type']))
      return replaceCall(value, replaceText);
    const changed = { ...value };
    for (const key of TEXT_KEYS) if (key in changed) changed[key] = replace(changed[key]);
    const calls = changed['tool_calls'];
    if (Array.isArray(calls)) changed['tool_calls'] = calls.map((call) => replaceCall(call, replaceText));
    if (isRecord(changed['function_call']))
      changed['function_call'] = replaceCall(changed['function_call'], replaceText);
    return changed;
  };
  return messages.map(replace);
}

/** A call keeps its name and its id: its result refers to them. Its arguments stay what they were in form. */
function replaceCall(call: unknown, replaceText: Replace): unknown {
  if (!isRecord(call)) return call;
  const text = renderToolCall(readToolCall(call)).toWellFormed();
  if (replaceText(sha256(text), text) === undefined) return call;
  const removed = { removed: REDACTED_BLOCK_NOTICE };
  const replaceIn = (target: Record<string, unknown>) => ({
    ...target,
    ...('arguments' in target ? { arguments: JSON.stringify(removed) } : {}),
    ...('input' in target ? { input: removed } : {}),
  });
  const inner = call['function'];
  return isRecord(inner) ? { ...call, function: replaceIn(inner) } : replaceIn(call);
}
