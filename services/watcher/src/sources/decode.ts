import { sha256 } from '@clawnex/shared/kernel/ids.ts';
import { type Fields, fieldsOf, listAt, textAt } from './fields.ts';
import { type Item, type ItemKind, keyOf } from './item.ts';
import type { SessionMemory } from './session-memory.ts';

/** Where an entry stands, and what is remembered of those before it. */
export interface Place {
  readonly session: string;
  readonly position: number;
  readonly memory: SessionMemory;
}

/** Turns one entry of a log into what it tells, in order. Never throws, never empty. */
export type DecodeEntry = (text: string, place: Place) => readonly Item[];

/** Ids are 8 or 36 characters; anything beyond this is not one. */
const ENTRY_ID_LENGTH_MAX = 200;
/** Enough to name what is not known. */
const TYPE_LENGTH_MAX = 120;

/** An entry's own id; one without is named by its content and its place: read again, it is the same, and no other is. */
export function entryIdOf(
  id: string | undefined,
  text: string,
  { position }: Pick<Place, 'position'>,
): string {
  if (id !== undefined && id.length <= ENTRY_ID_LENGTH_MAX) return id;
  return `${position}-${sha256(text).slice(0, 32)}`;
}

/** Makes the items of one entry; what they share is said once. */
export class ItemMaker {
  readonly items: Item[] = [];
  readonly #shared: Pick<Item, 'session' | 'entry' | 'time_ms' | 'message' | 'sub_agent'>;

  constructor(shared: Pick<Item, 'session' | 'entry' | 'time_ms' | 'message' | 'sub_agent'>) {
    this.#shared = shared;
  }

  /** `part` tells apart what one entry holds; a key of its own is given where other entries tell of the same fact. */
  add(kind: ItemKind, part: string | number, more: Partial<Item> = {}): void {
    const { session, entry } = this.#shared;
    const key = more.key ?? keyOf(session, entry, kind, part);
    this.items.push({ kind, ...this.#shared, ...more, key });
  }

  note(type: string): void {
    this.add('note', type, { type: type.slice(0, TYPE_LENGTH_MAX) });
  }

  unknown(type: string): void {
    this.add('unknown', type, { type: type.slice(0, TYPE_LENGTH_MAX) });
  }
}

/** A line that is no record at all. */
export function notAnEntry(text: string, place: Place): readonly Item[] {
  const { session } = place;
  const maker = new ItemMaker({ session, entry: entryIdOf(undefined, text, place), time_ms: null });
  maker.unknown('not a JSON object');
  return maker.items;
}

/** All text of a content that is a string or a list of parts with texts. */
export function textOf(content: unknown): string | undefined {
  if (typeof content === 'string') return content === '' ? undefined : content;
  if (!Array.isArray(content)) return undefined;
  const parts: readonly unknown[] = content;
  const texts = parts.flatMap((part) => {
    if (typeof part === 'string') return part === '' ? [] : [part];
    const fields = fieldsOf(part);
    return textAt(fields, 'text') ?? nestedText(fields) ?? [];
  });
  return texts.length === 0 ? undefined : texts.join('\n');
}

/** A part may wrap another content, one level deep (a document, a tool result inside a message). */
function nestedText(part: Fields | undefined): string | undefined {
  const inner = part?.['content'];
  if (typeof inner === 'string') return inner === '' ? undefined : inner;
  const texts = listAt(part, 'content').flatMap((each) => textAt(fieldsOf(each), 'text') ?? []);
  return texts.length === 0 ? undefined : texts.join('\n');
}

/** Arguments arrive as a value or as JSON text, by runtime and provider. */
export function argumentsOf(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[{[]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
