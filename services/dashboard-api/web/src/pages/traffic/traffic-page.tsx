import type { ExchangeRow } from '@clawnex/proto/http/dashboard/exchanges.ts';
import { Outlet, useNavigate, useParams, useRouter, useSearch } from '@tanstack/react-router';
import type { RowSelectionState } from '@tanstack/react-table';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { askedId } from '../../list/asked-id.ts';
import { copySaying } from '../../list/copy-saying.ts';
import { FilterBar } from '../../list/filter-bar.tsx';
import { FilterIn } from '../../list/filter-in.tsx';
import listCss from '../../list/list.module.css';
import { ListContext } from '../../list/list-context.ts';
import { BulkBar, ListTools } from '../../list/list-tools.tsx';
import { Button } from '../../ui/button.tsx';
import { formatCount, plural } from '../../ui/format.ts';
import { Grid } from '../../ui/grid.tsx';
import { useKeys } from '../../ui/keys.ts';
import { Menu } from '../../ui/menu.tsx';
import type { Steps } from '../../ui/panel.tsx';
import { FailureState, Skeleton } from '../../ui/states.tsx';
import { useStored } from '../../ui/stored.ts';
import {
  FILTER_FIELD_NAMES,
  type ListField,
  type ViewSearch,
  withFilter,
  withoutFilter,
  withoutFilters,
  withSpan,
} from '../../view-search.ts';
import { EXCHANGE_COLUMNS, hiddenColumns, NarrowRow } from './columns.tsx';
import { NO_ARRIVALS, withArrivals } from './count-arrivals.ts';
import { EXCHANGE_EXPORT } from './exchange-export.ts';
import { isClosedField, knownValues } from './known-values.ts';
import { ListFoot } from './list-foot.tsx';
import { NoRows } from './no-rows.tsx';
import { rowMenu } from './row-menu.ts';
import css from './traffic.module.css';
import { TrafficHistogram } from './traffic-histogram.tsx';
import { useExchangeList } from './use-exchange-list.ts';

const rowId = (row: ExchangeRow) => row.call_id;
const narrowRow = (row: ExchangeRow) => <NarrowRow row={row} />;

/** Live requests: counts over time, filters, the list, and the panel of an opened row. */
export function TrafficPage() {
  const view = useSearch({ from: '/frame' });
  const navigate = useNavigate();
  const router = useRouter();
  const { callId: openId } = useParams({ strict: false });
  const [activeId, setActiveId] = useState<string | null>(null);
  const [selection, setSelection] = useState<RowSelectionState>({});
  const [menu, setMenu] = useState<{ row: ExchangeRow; anchor: Element } | null>(null);
  const [arrivals, setArrivals] = useState(NO_ARRIVALS);
  const scroll = useRef<HTMLDivElement>(null);
  const pointerInside = useRef(false);
  const hidden = useStored(hiddenColumns);
  const columns = useMemo(() => EXCHANGE_COLUMNS.filter((column) => !hidden.includes(column.id)), [hidden]);

  /** Nobody reads: at the very top, nothing opened, marked, selected or pointed at. */
  const isIdle = () =>
    (scroll.current?.scrollTop ?? 0) === 0 &&
    openId === undefined &&
    activeId === null &&
    menu === null &&
    !pointerInside.current &&
    !Object.values(selection).includes(true);
  const { list, range, loadMore, showNew, readAgain } = useExchangeList(view, isIdle, (rows) =>
    setArrivals((before) => withArrivals(before, rows)),
  );

  const show = (next: (view: ViewSearch) => ViewSearch) => void navigate({ to: '.', search: next });
  const filterIn = useCallback(
    (field: ListField, value: string) =>
      void navigate({ to: '.', search: (before) => withFilter(before, field, value) }),
    [navigate],
  );
  const open = useCallback(
    (callId: string, replace = false) => {
      setActiveId(callId);
      void navigate({ to: '/traffic/$callId', params: { callId }, search: (before) => before, replace });
    },
    [navigate],
  );
  const openPage = (callId: string) =>
    void navigate({ to: '/exchanges/$callId', params: { callId }, search: (before) => before });
  const showAllNew = () => {
    showNew();
    scroll.current?.scrollTo({ top: 0 });
  };

  // The marked row leads and the address follows: keys pressed faster than the panel loads all count.
  const current = openId === undefined ? activeId : (activeId ?? openId);
  useEffect(() => {
    if (openId !== undefined) setActiveId(openId);
  }, [openId]);
  const steps = stepsFrom(current, list.shown, (callId) => open(callId, true));
  // Also bound here, not only by the panel, and asked of the address, which knows of a panel before its code is here:
  // a key pressed while the panel still loads is not lost.
  const asked = () => askedId(router.history.location.pathname, '/traffic');
  const isPanelAsked = () => asked() !== null;
  useKeys({
    showNew: showAllNew,
    close: () => {
      if (isPanelAsked()) void navigate({ to: '/traffic', search: (before) => before });
      else setActiveId(null);
    },
    previous: () => isPanelAsked() && steps?.previous?.(),
    next: () => isPanelAsked() && steps?.next?.(),
  });
  const selected = list.shown.filter((row) => selection[row.call_id] === true);
  const waiting = list.behind ? 'Many new rows: read again' : `${formatCount(list.waiting.length)} new`;

  return (
    <FilterIn value={filterIn}>
      <div className={listCss['page']}>
        <section className={listCss['list']} aria-label="Traffic">
          <TrafficHistogram
            view={view}
            range={range}
            arrivals={arrivals}
            onSpan={(from, to) => show((before) => withSpan(before, from, to))}
            onVerdict={(verdict) => filterIn('verdict', verdict)}
          />
          <FilterBar
            view={view}
            fields={FILTER_FIELD_NAMES}
            known={() => knownValues(list.shown)}
            isClosed={isClosedField}
            onAdd={filterIn}
            onRemove={(field, value) => show((before) => withoutFilter(before, field, value))}
            onClear={() => show(withoutFilters)}
            tools={
              <ListTools
                rows={list.shown}
                scope={list.more ? 'those loaded so far' : 'all of the filter'}
                columns={EXCHANGE_COLUMNS}
                hidden={hiddenColumns}
                spec={EXCHANGE_EXPORT}
              />
            }
          />
          {selected.length === 0 ? null : (
            <BulkBar
              rows={selected}
              spec={EXCHANGE_EXPORT}
              onClear={() => setSelection({})}
              actions={
                <Button
                  onClick={() => void copySaying('Call ids', selected.map((row) => row.call_id).join('\n'))}
                >
                  Copy call ids
                </Button>
              }
            />
          )}
          {list.status === 'failed' && list.failure !== null ? (
            <FailureState
              what="The list could not be read."
              failure={list.failure}
              retry={readAgain}
              actions={<FiltersOff view={view} onClear={() => show(withoutFilters)} />}
            />
          ) : list.status === 'loading' && list.shown.length === 0 ? (
            <Skeleton lines={14} />
          ) : list.shown.length === 0 ? (
            <NoRows view={view} range={range} onShow={show} />
          ) : (
            <div
              className={`${listCss['page']} ${list.status === 'loading' ? listCss['loading'] : ''}`}
              onPointerEnter={() => {
                pointerInside.current = true;
              }}
              onPointerLeave={() => {
                pointerInside.current = false;
              }}
            >
              <Grid
                label={`Exchanges, newest first, ${plural(list.shown.length, 'row')} loaded`}
                rows={list.shown}
                columns={columns}
                rowId={rowId}
                activeId={current}
                onActive={(id) => (isPanelAsked() ? open(id, true) : setActiveId(id))}
                onOpen={(id) => (id === asked() ? openPage(id) : open(id, isPanelAsked()))}
                onMore={(row, anchor) => setMenu({ row, anchor })}
                selection={selection}
                onSelection={setSelection}
                more={list.more}
                onEnd={loadMore}
                narrow={narrowRow}
                scrollRef={scroll}
                foot={<ListFoot list={list} range={range} onRetry={loadMore} />}
              />
            </div>
          )}
          {list.waiting.length > 0 || list.behind ? (
            <button type="button" className={css['fresh']} title="Show them on top (n)" onClick={showAllNew}>
              {waiting}
            </button>
          ) : null}
        </section>
        <ListContext value={steps}>
          <Outlet />
        </ListContext>
        {menu === null ? null : (
          <Menu
            label="Row"
            anchor={menu.anchor}
            onClose={() => setMenu(null)}
            sections={rowMenu(menu.row, {
              open: () => open(menu.row.call_id),
              openPage: () => openPage(menu.row.call_id),
              filterIn,
            })}
          />
        )}
      </div>
    </FilterIn>
  );
}

function FiltersOff({ view, onClear }: { view: ViewSearch; onClear: () => void }) {
  if (Object.keys(withoutFilters(view)).length === Object.keys(view).length) return null;
  return (
    <button type="button" className={listCss['link']} onClick={onClear}>
      Remove all filters
    </button>
  );
}

/** The neighbours of a row in the filtered list. */
function stepsFrom(
  current: string | null,
  rows: readonly ExchangeRow[],
  open: (callId: string) => void,
): Steps | null {
  const at = current === null ? -1 : rows.findIndex((row) => row.call_id === current);
  if (at < 0) return null;
  const before = rows[at - 1];
  const after = rows[at + 1];
  return {
    previous: before === undefined ? null : () => open(before.call_id),
    next: after === undefined ? null : () => open(after.call_id),
    where: `${formatCount(at + 1)} of ${formatCount(rows.length)} loaded`,
  };
}
