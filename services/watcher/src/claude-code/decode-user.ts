import { type ItemMaker, type Place, textOf } from '../sources/decode.ts';
import { type Fields, fieldsOf, flagAt, listAt, textAt } from '../sources/fields.ts';

/** A user's line: what was typed, what Claude Code put there itself, or what tools returned. */
export function decodeUser(line: Fields, message: Fields | undefined, place: Place, maker: ItemMaker): void {
  const content = message?.['content'];
  const parts = listAt(message, 'content').map(fieldsOf);
  const results = parts.filter((part) => textAt(part, 'type') === 'tool_result');
  for (const [index, part] of results.entries()) {
    const call = textAt(part, 'tool_use_id');
    maker.add('tool_result', index, {
      origin: 'tool_result',
      text: textOf(part?.['content']),
      tool: place.memory.findCall(place.session, call)?.tool,
      call,
      is_error: flagAt(part, 'is_error'),
    });
  }
  const said =
    typeof content === 'string' ? content : textOf(parts.filter((part) => !results.includes(part)));
  if (said === undefined && results.length > 0) return;
  if (flagAt(line, 'isCompactSummary') === true)
    maker.add('compaction', 0, { origin: 'assistant', text: said });
  else if (flagAt(line, 'isMeta') === true)
    maker.add('context', 0, { origin: 'system', text: said, type: 'meta' });
  else {
    // Inside a sub-agent the "user" is the agent that gave it its task.
    const subAgent = flagAt(line, 'isSidechain') === true;
    maker.add('turn', 0, {
      origin: 'user',
      text: said === '' ? undefined : said,
      ...(subAgent ? { sender: { kind: 'sub_agent' as const } } : {}),
    });
  }
}
