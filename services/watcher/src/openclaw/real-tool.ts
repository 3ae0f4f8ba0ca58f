import { argumentsOf, textOf } from '../sources/decode.ts';
import { fieldsAt, fieldsOf, parseJson, textAt } from '../sources/fields.ts';

/** The tool through which 2026.9 calls every tool that it does not offer by name. */
const DISPATCHER = 'tool_call';

interface RealCall {
  readonly tool: string;
  readonly args: unknown;
  readonly dispatched: boolean;
}

/** What is really called: the dispatcher names the tool and its arguments inside its own. */
export function unwrapCall(name: string, given: unknown): RealCall {
  const args = argumentsOf(given);
  const fields = fieldsOf(args);
  const id = name === DISPATCHER ? textAt(fields, 'id') : undefined;
  if (fields === undefined || id === undefined) return { tool: name, args, dispatched: false };
  return { tool: shortToolName(id), args: argumentsOf(fields['args'] ?? {}), dispatched: true };
}

/** The tool of a result: what its call was for, else what the result itself says. */
export function toolOfResult(
  name: string | undefined,
  called: string | undefined,
  details: unknown,
): string | undefined {
  if (name !== undefined && name !== DISPATCHER) return name;
  const said = textAt(fieldsAt(fieldsOf(details), 'tool'), 'name');
  return called ?? (said === undefined ? name : shortToolName(said));
}

/**
 * What the tool said, out of what the dispatcher made of it: a text that was put into JSON and into JSON again hides what
 * stands in it. Cut off by the runtime, it stays as it is.
 */
export function unwrapResult(name: string | undefined, text: string | undefined): string | undefined {
  if (name !== DISPATCHER || text === undefined) return text;
  const wrapped = fieldsOf(parseJson(text));
  const result = wrapped?.['result'];
  const said = textOf(fieldsOf(result)?.['content']) ?? (typeof result === 'string' ? result : undefined);
  return said ?? (textAt(wrapped, 'status') === 'error' ? textAt(wrapped, 'error') : undefined) ?? text;
}

/** `openclaw:core:web_fetch` is web_fetch. */
function shortToolName(id: string): string {
  return id.split(':').at(-1) || id;
}
