import { entryIdOf, ItemMaker, notAnEntry, type Place, textOf } from '../sources/decode.ts';
import { type Fields, fieldsAt, fieldsOf, parseJson, textAt, timeAt } from '../sources/fields.ts';
import type { Item } from '../sources/item.ts';
import { decodeMessage } from './decode-message.ts';

/** Entries that are known and tell of nothing that anyone said or did. */
const NOTES: ReadonlySet<string> = new Set([
  'custom',
  'label',
  'leaf',
  'model_change',
  'session_info',
  'thinking_level_change',
]);

/** One line of a transcript: the same in files and databases, in all versions. */
export function decodeEntry(text: string, place: Place): readonly Item[] {
  const entry = fieldsOf(parseJson(text));
  const type = textAt(entry, 'type');
  if (entry === undefined || type === undefined) return notAnEntry(text, place);
  const message = fieldsAt(entry, 'message');
  const maker = new ItemMaker({
    session: place.session,
    entry: entryIdOf(textAt(entry, 'id'), text, place),
    time_ms: timeAt(entry, 'timestamp') ?? timeAt(message, 'timestamp'),
  });
  if (type === 'message' && message !== undefined) decodeMessage(entry, message, place, maker);
  else decodeByType(type, entry, maker);
  return maker.items;
}

function decodeByType(type: string, entry: Fields, maker: ItemMaker): void {
  const summary = textAt(entry, 'summary');
  switch (type) {
    case 'session':
      maker.add('session', 0);
      return;
    case 'compaction':
      maker.add('compaction', 0, { origin: 'assistant', text: summary });
      return;
    case 'branch_summary':
      maker.add('context', 0, { origin: 'assistant', text: summary, type });
      return;
    case 'reset':
      maker.add('reset', 0, { type: textAt(entry, 'reason') });
      return;
    case 'custom_message':
      decodeCustom(entry, maker);
      return;
    default:
      if (NOTES.has(type))
        maker.note(type === 'custom' ? `custom ${textAt(entry, 'customType') ?? ''}`.trim() : type);
      else maker.unknown(type);
  }
}

/** Put into the context by a plugin or hook: no more trusted than what a user types. */
function decodeCustom(entry: Fields, maker: ItemMaker): void {
  const type = textAt(entry, 'customType');
  const failed = type === 'run-failed-before-reply';
  maker.add(failed ? 'error' : 'context', 0, {
    origin: 'user',
    text: textOf(entry['content']),
    type,
    ...(failed ? { is_error: true } : {}),
  });
}
