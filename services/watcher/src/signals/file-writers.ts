import { basename } from 'node:path';
import { fieldsOf, textAt } from '../sources/fields.ts';
import type { Item } from '../sources/item.ts';
import { RecentMap } from '../sources/recent-map.ts';

/** Files that agents wrote lately. */
const FILES_MAX = 1_000;
/** A file that changed this long after the call was changed by someone else. */
const BLAME_MS_MAX = 10 * 60_000;
const PATH_NAMES = ['path', 'file_path', 'filePath', 'absolute_path', 'notebook_path'] as const;
/** Tools of all runtimes that write files. */
const WRITES = /^(?:write|edit|multiedit|apply_patch|write_file|replace|patch|create_file|str_replace)/i;

/** Which agent wrote which file, as far as tool calls tell. */
export class FileWriters {
  readonly #writers = new RecentMap<{ readonly by: string; readonly at_ms: number }>(FILES_MAX);

  /** A tool call that was read from a log. */
  note(item: Item, agent: string): void {
    if (item.kind !== 'tool_call' || item.time_ms === null || !WRITES.test(item.tool ?? '')) return;
    const args = fieldsOf(item.arguments);
    for (const name of PATH_NAMES) {
      const path = textAt(args, name);
      if (path === undefined) continue;
      this.#writers.set(basename(path), {
        by: `agent ${agent}, session ${item.session}, tool ${item.tool}`,
        at_ms: item.time_ms,
      });
    }
  }

  /** Who wrote the file when it changed; undefined when nobody is known to have. */
  find(path: string, changed_ms: number | null): string | undefined {
    const writer = this.#writers.get(basename(path));
    if (writer === undefined || changed_ms === null) return undefined;
    return Math.abs(changed_ms - writer.at_ms) <= BLAME_MS_MAX ? writer.by : undefined;
  }
}
