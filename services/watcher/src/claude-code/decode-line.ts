import { argumentLines } from '../scan/argument-lines.ts';
import { entryIdOf, ItemMaker, notAnEntry, type Place, textOf } from '../sources/decode.ts';
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
import { type Item, keyOf } from '../sources/item.ts';
import { decodeAnswer } from './decode-answer.ts';
import { decodeUser } from './decode-user.ts';

/** Lines that are known and tell of nothing that anyone said or did. The api-request ones repeat whole requests. */
const NOTES: ReadonlySet<string> = new Set([
  'agent-color',
  'agent-name',
  'agent-setting',
  'ai-title',
  'api-request',
  'api-request-blob',
  'api-request-shape',
  'atis-latch',
  'attribution-snapshot',
  'content-replacement',
  'custom-title',
  'file-history-snapshot',
  'last-prompt',
  'marble-origami-commit',
  'mode',
  'permission-mode',
  'pr-link',
  'progress',
  'queue-operation',
  'tag',
  'task-summary',
  'tools-used',
  'worktree-state',
]);

/** One line of a Claude Code transcript. */
export function decodeLine(text: string, given: Place): readonly Item[] {
  const line = fieldsOf(parseJson(text));
  const type = textAt(line, 'type');
  if (line === undefined || type === undefined) return notAnEntry(text, given);
  const session = textAt(line, 'sessionId') ?? given.session;
  const place = { ...given, session };
  const message = fieldsAt(line, 'message');
  const maker = new ItemMaker({
    session,
    entry: entryIdOf(textAt(line, 'uuid'), text, given),
    time_ms: timeAt(line, 'timestamp'),
    message: textAt(message, 'id'),
    sub_agent: flagAt(line, 'isSidechain') === true ? (textAt(line, 'agentId') ?? 'sidechain') : undefined,
  });
  switch (type) {
    case 'user':
      decodeUser(line, message, place, maker);
      break;
    case 'assistant':
      decodeAnswer(line, message, place, maker);
      break;
    case 'attachment':
      decodeAttachment(fieldsAt(line, 'attachment'), maker);
      break;
    case 'system':
      decodeSystem(line, maker);
      break;
    case 'summary':
      maker.add('context', 0, { origin: 'assistant', text: textAt(line, 'summary'), type });
      break;
    case 'cost-state':
      decodeCost(line, session, maker);
      break;
    default:
      if (NOTES.has(type)) maker.note(type);
      else maker.unknown(type);
  }
  return maker.items;
}

/** What is put into the context beside the messages: files, reminders, prompts that waited in the queue. */
function decodeAttachment(attachment: Fields | undefined, maker: ItemMaker): void {
  const type = textAt(attachment, 'type') ?? 'attachment';
  if (type === 'queued_command') {
    maker.add('turn', 0, { origin: 'user', text: textOf(attachment?.['prompt']) });
    return;
  }
  const { type: _, ...rest } = attachment ?? {};
  const text = argumentLines(rest).join('\n');
  maker.add('context', 0, {
    origin: 'system',
    text: text === '' ? undefined : text,
    type: `attachment ${type}`,
  });
}

function decodeSystem(line: Fields, maker: ItemMaker): void {
  const subtype = textAt(line, 'subtype') ?? 'system';
  const text = textOf(line['content']);
  if (subtype === 'compact_boundary') maker.add('compaction', 0, { origin: 'system', text });
  else if (subtype === 'api_error') maker.add('error', 0, { text: text ?? subtype, is_error: true });
  else if (text === undefined) maker.note(`system ${subtype}`);
  else maker.add('context', 0, { origin: 'system', text, type: `system ${subtype}` });
}

/** What the session has cost so far: the only money that the transcript names. */
function decodeCost(line: Fields, session: string, maker: ItemMaker): void {
  const cost_usd = amountAt(line, 'totalCostUSD');
  if (cost_usd === undefined) maker.note('cost-state');
  else maker.add('usage', 0, { key: keyOf(session, 'cost-state'), cost_usd, cumulative: true });
}
