import { SourceUnreadable, type Unreadable } from '../permissions/unreadable.ts';
import type { Item } from '../sources/item.ts';
import type { Source } from '../sources/source.ts';
import { findLogs } from './find-logs.ts';
import { ItemMerger } from './merge-items.ts';
import { readWhole } from './read-whole.ts';

/** Something that was passed over or could not be read, in one sentence. */
export type OnTrouble = (message: string) => void;

export interface DecodedItem {
  readonly item: Item;
  readonly source: Source;
}

/**
 * Everything that the session logs at a path tell, each fact once, also where several files tell of it. Throws
 * `SourceUnreadable` when the path itself is nothing that can be read.
 */
export async function* decodePath(path: string, onTrouble: OnTrouble): AsyncGenerator<DecodedItem> {
  const { sources, unreadable } = await findLogs(path);
  for (const { message } of unreadable) onTrouble(message);
  if (sources.length === 0) throw new SourceUnreadable(nothingAt(path, unreadable));
  const merger = new ItemMerger();
  const totals = new Map<string, Source>();
  for (const source of sources) {
    try {
      for await (const item of readWhole(source, onTrouble)) {
        if (item.cumulative === true) totals.set(item.key, source);
        for (const whole of merger.take(item)) yield { item: whole, source };
      }
    } catch (error) {
      if (!(error instanceof SourceUnreadable)) throw error;
      onTrouble(error.unreadable.message);
      if (sources.length === 1) throw error;
    }
    for (const whole of merger.end()) yield { item: whole, source };
  }
  for (const item of merger.totals()) {
    const source = totals.get(item.key);
    if (source !== undefined) yield { item, source };
  }
}

function nothingAt(path: string, unreadable: readonly Unreadable[]): Unreadable {
  return unreadable[0] ?? { path, message: `${path} holds no session log of a runtime that is known here.` };
}
