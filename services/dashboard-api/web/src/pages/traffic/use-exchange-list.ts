import type { ExchangeRow } from '@clawnex/proto/http/dashboard/exchanges.ts';
import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { call, type Failure } from '../../api/client.ts';
import { useLiveFrames } from '../../live/use-live.ts';
import { filterOf, type ResolvedRange, resolveRange, type ViewSearch } from '../../view-search.ts';
import { matchesView } from './match-row.ts';
import { EMPTY_LIST, type RowList, showWaiting, takeLive, takePage } from './merge-rows.ts';

/** The first page is what fits on a screen and more; later ones are larger because somebody scrolls. */
const FIRST_PAGE_ROWS = 100;
const PAGE_ROWS = 500;
/** Chromium cannot lay out more than a million rows of 32 px, and nobody reads a fifth of that. */
export const LIST_ROWS_MAX = 200_000;

/** More than this is not read one by one: the list is read again instead. */
const WAITING_ROWS_MAX = 5_000;
/** A page left open on the wall starts over at this length, so that it never grows without end. */
const IDLE_ROWS_MAX = 5_000;

export interface ExchangeList extends RowList {
  readonly status: 'loading' | 'ready' | 'failed';
  readonly failure: Failure | null;
  /** Older rows can be loaded. */
  readonly more: boolean;
  readonly loadingMore: boolean;
  /** Why older rows could not be loaded; the ones in sight stay. */
  readonly moreFailure: Failure | null;
  /** So many rows were missed that they have to be read again. */
  readonly behind: boolean;
  readonly readAt: number;
}

const START: ExchangeList = {
  ...EMPTY_LIST,
  status: 'loading',
  failure: null,
  more: false,
  loadingMore: false,
  moreFailure: null,
  behind: false,
  readAt: 0,
};

/**
 * The rows of a view: pages by keyset from the API, merged with what the live stream brings. What is being read is
 * never pushed: new rows wait, unless `isIdle` says that nobody reads.
 */
export function useExchangeList(
  view: ViewSearch,
  isIdle: () => boolean,
  onArrived: (rows: readonly ExchangeRow[]) => void,
) {
  const [list, setList] = useState<ExchangeList>(START);
  const [startedAt, setStartedAt] = useState(Date.now);
  const cursor = useRef<string | null>(null);
  const early = useRef<ExchangeRow[]>([]);
  const running = useRef<AbortController | null>(null);
  const range = useMemo(() => resolveRange(view, startedAt), [view, startedAt]);

  async function readPage(of: ResolvedRange, after: string | null, signal: AbortSignal): Promise<void> {
    const outcome = await call(
      'listExchanges',
      {
        query: {
          ...filterOf(view),
          from: new Date(of.from_ms).toISOString(),
          ...(of.moving ? {} : { to: new Date(of.to_ms).toISOString() }),
          ...(after === null ? {} : { cursor: after }),
          limit: after === null ? FIRST_PAGE_ROWS : PAGE_ROWS,
        },
      },
      signal,
    );
    if (signal.aborted) return;
    running.current = null;
    if (!outcome.ok) {
      const { failure } = outcome;
      if (after === null) setList({ ...START, status: 'failed', failure });
      else setList((before) => ({ ...before, loadingMore: false, moreFailure: failure }));
      return;
    }
    const { rows, next } = outcome.value;
    cursor.current = next;
    const arrived = after === null ? early.current.splice(0) : [];
    setList((before) => {
      const base = after === null ? takePage(EMPTY_LIST, rows) : takePage(before, rows);
      const merged = takeLive(base, arrived, belongs, after === null);
      return {
        ...START,
        ...merged,
        status: 'ready',
        more: next !== null,
        readAt: Date.now(),
        behind: after !== null && before.behind,
      };
    });
  }

  const belongs = (row: ExchangeRow) => matchesView(row, view, range);
  const begin = useEffectEvent((of: ResolvedRange) => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    early.current = [];
    cursor.current = null;
    void readPage(of, null, controller.signal);
    return controller;
  });
  useEffect(() => {
    setList((before) => ({ ...START, shown: before.shown }));
    const controller = begin(range);
    return () => controller.abort();
  }, [range]);

  function take(rows: readonly ExchangeRow[]): void {
    if (list.status === 'loading') early.current.push(...rows);
    const idle = isIdle();
    setList((before) => {
      const next = takeLive(before, rows, belongs, idle);
      if (next.waiting.length > WAITING_ROWS_MAX) return { ...before, waiting: [], behind: true };
      return { ...before, ...next };
    });
    if (idle && list.shown.length > IDLE_ROWS_MAX) setStartedAt(Date.now());
    const arrived = rows.filter(belongs);
    if (arrived.length > 0) onArrived(arrived);
  }

  /** Rows may have been missed: reads the newest page and takes it in as if the stream had brought it. */
  async function catchUp(): Promise<void> {
    if (list.status !== 'ready') return;
    const outcome = await call('listExchanges', {
      query: { ...filterOf(view), from: new Date(range.from_ms).toISOString(), limit: FIRST_PAGE_ROWS },
    });
    if (!outcome.ok) return;
    const { rows, next } = outcome.value;
    const known = new Set(list.shown.map((row) => row.call_id));
    const meets = next === null || rows.some((row) => known.has(row.call_id));
    if (meets) take(rows);
    else setList((before) => ({ ...before, behind: true }));
  }

  useLiveFrames((frame) => {
    if (frame.name === 'exchanges') take(frame.data.rows);
    if ((frame.name === 'gap' || frame.name === 'reload') && range.moving) void catchUp();
  });

  return {
    list,
    range,
    loadMore(): void {
      if (running.current !== null || cursor.current === null || list.shown.length >= LIST_ROWS_MAX) return;
      const controller = new AbortController();
      running.current = controller;
      setList((before) => ({ ...before, loadingMore: true, moreFailure: null }));
      void readPage(range, cursor.current, controller.signal);
    },
    showNew(): void {
      if (list.behind) setStartedAt(Date.now());
      else setList((before) => ({ ...before, ...showWaiting(before) }));
    },
    readAgain(): void {
      setStartedAt(Date.now());
    },
  };
}
