import type { Cursor } from '@clawnex/proto/kv.ts';
import { showPath } from '../permissions/unreadable.ts';
import type { Item } from '../sources/item.ts';
import { LIVE_SLICE, type Source } from '../sources/source.ts';

/** Everything a source holds, in order, read the way the daemon reads it; nothing is remembered. */
export async function* readWhole(source: Source, onTrouble: (message: string) => void): AsyncGenerator<Item> {
  const cursors = new Map<string, Cursor>();
  for (let more = true; more; ) {
    const slice = await source.read({ get: async (key) => cursors.get(key) ?? null }, LIVE_SLICE);
    if (slice === null) return;
    for (const entry of slice.entries) yield* source.decode(entry);
    for (const { message } of slice.notices) onTrouble(message);
    for (const { key, cursor } of slice.advances) cursors.set(key, cursor);
    more = slice.more;
    if (!more && slice.behind > 0) {
      onTrouble(
        `The last ${slice.behind} ${source.unit} of ${showPath(source.path)} are not whole (yet), and were left out.`,
      );
    }
  }
}
