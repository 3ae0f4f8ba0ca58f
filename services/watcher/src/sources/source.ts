import type { SCAN_SOURCES } from '@clawnex/proto/events/scan.ts';
import type { Cursor } from '@clawnex/proto/kv.ts';
import type { Unreadable } from '../permissions/unreadable.ts';
import type { Item } from './item.ts';
import type { Runtime } from './runtime.ts';

export type LogSource = (typeof SCAN_SOURCES)[number];

/** How much is read in one go. */
export interface SliceLimits {
  readonly entries_max: number;
  /** The slice ends with the entry that reaches it. */
  readonly bytes_max: number;
}
/** What is new: enough to be quick, little enough that others get their turn. */
export const LIVE_SLICE: SliceLimits = { entries_max: 200, bytes_max: 1024 * 1024 };
/** History: scanned in some tens of milliseconds, so that a new line hardly waits for it. */
export const HISTORY_SLICE: SliceLimits = { entries_max: 400, bytes_max: 256 * 1024 };
/** Longest entry that is decoded. Runtimes cut tool output far below; the engine takes a second for so much. */
export const ENTRY_BYTES_MAX = 16 * 1024 * 1024;

/** How far each source was read, as the stream has acknowledged it. */
export interface Positions {
  get(key: string): Promise<Cursor | null>;
}

/** One entry of a session log, not decoded yet. */
export interface RawEntry {
  readonly session: string;
  readonly text: string;
  /** Where it stands in its source: a byte offset or a row. */
  readonly position: number;
}

/** Something in a source that was passed over. */
export interface Notice {
  /** Names the place, so that the same notice is the same event. */
  readonly key: string;
  readonly kind: 'too_long' | 'not_utf8';
  readonly message: string;
}

export interface Slice {
  readonly entries: readonly RawEntry[];
  readonly notices: readonly Notice[];
  /** Where to go on once the events of these entries are acknowledged. */
  readonly advances: readonly { readonly key: string; readonly cursor: Cursor }[];
  /** More can be read now. */
  readonly more: boolean;
  /** What is left after this slice, and how much there is in all, in the source's unit. */
  readonly behind: number;
  readonly total: number;
  /** Reading began again from the start of something that had been read before. */
  readonly restarts: number;
}

/** One log file or one database that is followed. */
export interface Source {
  readonly runtime: Runtime;
  readonly log_source: LogSource;
  readonly path: string;
  readonly instance: string;
  readonly agent: string;
  readonly unit: 'bytes' | 'rows';
  /** Newest first when history is read. */
  readonly modified_ms: number;
  /** How much it held when it was found; null where only reading tells. */
  readonly size: number | null;
  /** Changes with the source; null where only reading tells. What was read whole and did not change is left alone. */
  readonly version: string | null;
  /** Changes when there may be something new; absent where every sign of the file system means that. */
  stamp?(): string;
  /** The next entries; null when the source is gone. Throws `SourceUnreadable`. Never waits for or locks out its writer. */
  read(positions: Positions, limits: SliceLimits): Promise<Slice | null>;
  /** What the entry tells, in order. Never throws. */
  decode(entry: RawEntry): readonly Item[];
}

export interface Discovery {
  readonly sources: readonly Source[];
  /** Folders in which something may appear or change. */
  readonly folders: readonly string[];
  readonly unreadable: readonly Unreadable[];
}

/** Knows the session logs of one runtime. */
export interface Adapter {
  readonly runtime: Runtime;
  discover(home: string): Promise<Discovery>;
  /** What a change of this file or folder may concern: a source, or which sources there are. */
  concerns(changedPath: string): Change | null;
}

export type Change = { readonly kind: 'source'; readonly path: string } | { readonly kind: 'sources' };
