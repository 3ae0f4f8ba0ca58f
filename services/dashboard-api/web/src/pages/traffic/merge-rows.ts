import type { ExchangeRow } from '@clawnex/proto/http/dashboard/exchanges.ts';

/** The list as it is on screen, and what waits to be shown. Row order never changes by itself. */
export interface RowList {
  /** Newest first. */
  readonly shown: readonly ExchangeRow[];
  /** Rows that arrived since, newest first, not yet shown. */
  readonly waiting: readonly ExchangeRow[];
}

export const EMPTY_LIST: RowList = { shown: [], waiting: [] };

/** The newer of two versions of a row. */
function newer(a: ExchangeRow, b: ExchangeRow): ExchangeRow {
  return b.revision > a.revision ? b : a;
}

/** Newest first; the call id decides between equals, as in the API's keyset. */
function byTime(a: ExchangeRow, b: ExchangeRow): number {
  if (a.at !== b.at) return a.at < b.at ? 1 : -1;
  return a.call_id < b.call_id ? 1 : a.call_id > b.call_id ? -1 : 0;
}

/**
 * Takes in rows from the live stream. Rows already in the list are replaced in place when the version is newer;
 * others wait if `belongs` says so, or stand on top at once with `atOnce`. Taking the same rows twice changes nothing.
 */
export function takeLive(
  list: RowList,
  arrived: readonly ExchangeRow[],
  belongs: (row: ExchangeRow) => boolean,
  atOnce: boolean,
): RowList {
  const fresh = new Map(arrived.map((row) => [row.call_id, row]));
  const replace = (row: ExchangeRow): ExchangeRow => {
    const version = fresh.get(row.call_id);
    fresh.delete(row.call_id);
    return version === undefined ? row : newer(row, version);
  };
  // Most frames bring only new rows: the same array then tells the table that nothing has to be laid out again.
  const touched = list.shown.some((row) => fresh.has(row.call_id));
  const shown = touched ? list.shown.map(replace) : list.shown;
  const waiting = list.waiting.map(replace);
  const added = [...fresh.values()].filter(belongs);
  if (added.length === 0 && !atOnce) return { shown, waiting };
  const all = [...added, ...waiting].sort(byTime);
  return atOnce ? showWaiting({ shown, waiting: all }) : { shown, waiting: all };
}

/** What waited stands in its place by time: most of it on top. */
export function showWaiting(list: RowList): RowList {
  if (list.waiting.length === 0) return list;
  return { shown: [...list.waiting, ...list.shown].sort(byTime), waiting: [] };
}

/** Takes in a page of older rows. A row the stream brought meanwhile stays once, in its newer version. */
export function takePage(list: RowList, page: readonly ExchangeRow[]): RowList {
  const known = new Map([...list.shown, ...list.waiting].map((row) => [row.call_id, row]));
  const updates = new Map<string, ExchangeRow>();
  const older: ExchangeRow[] = [];
  for (const row of page) {
    const version = known.get(row.call_id);
    if (version === undefined) older.push(row);
    else if (row.revision > version.revision) updates.set(row.call_id, row);
  }
  const update = (row: ExchangeRow) => updates.get(row.call_id) ?? row;
  if (updates.size === 0) return { shown: [...list.shown, ...older], waiting: list.waiting };
  return { shown: [...list.shown.map(update), ...older], waiting: list.waiting.map(update) };
}
