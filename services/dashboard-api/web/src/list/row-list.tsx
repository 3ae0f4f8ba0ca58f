import { Outlet, useNavigate, useParams, useRouter, useSearch } from '@tanstack/react-router';
import type { RowSelectionState } from '@tanstack/react-table';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import type { Failure } from '../api/client.ts';
import { Button } from '../ui/button.tsx';
import { formatCount, plural } from '../ui/format.ts';
import { Grid } from '../ui/grid.tsx';
import { useKeys } from '../ui/keys.ts';
import { Menu, type MenuSection } from '../ui/menu.tsx';
import type { Steps } from '../ui/panel.tsx';
import { EmptyState, FailureState, Skeleton } from '../ui/states.tsx';
import { useStored } from '../ui/stored.ts';
import {
  excluded,
  isFilterable,
  type ListField,
  type ViewSearch,
  withFilter,
  withoutFilter,
  withoutFilters,
} from '../view-search.ts';
import { askedId } from './asked-id.ts';
import { copySaying } from './copy-saying.ts';
import { FilterBar, shownValue } from './filter-bar.tsx';
import { FilterIn, FilterOut } from './filter-in.tsx';
import css from './list.module.css';
import { ListContext } from './list-context.ts';
import {
  fieldsOf,
  type ListSpec,
  matchRows,
  nextSort,
  type Sorting,
  sortingOf,
  sortRows,
  valuesOf,
} from './list-spec.ts';
import { BulkBar, ListTools } from './list-tools.tsx';

interface Props<Row extends object> {
  spec: ListSpec<Row>;
  /** Undefined while they are being read. */
  rows: readonly Row[] | undefined;
  failure: Failure | null;
  retry: () => void;
  /** What is said over the list, given the rows of the filter. */
  head: (rows: readonly Row[]) => ReactNode;
  /** Why there is nothing at all yet, and the next step. */
  empty: ReactNode;
  /** Under the last row: what the list does not hold. */
  foot?: string;
  bulk?: (rows: readonly Row[]) => ReactNode;
}

/** A list that is read whole: filters in the address, the list, the panel of an opened row. Keys as in every list. */
export function RowList<Row extends object>(props: Props<Row>) {
  const { spec, rows } = props;
  const view = useSearch({ from: '/frame' });
  const navigate = useNavigate();
  const router = useRouter();
  const { id: openId } = useParams({ strict: false });
  const [activeId, setActiveId] = useState<string | null>(null);
  const [selection, setSelection] = useState<RowSelectionState>({});
  const [menu, setMenu] = useState<{ row: Row; anchor: Element } | null>(null);
  const scroll = useRef<HTMLDivElement>(null);
  const hidden = useStored(spec.hidden);
  const columns = useMemo(() => spec.columns.filter((column) => !hidden.includes(column.id)), [spec, hidden]);
  const sorting = sortingOf(spec, view);
  const shown = useMemo(
    () => sortRows(spec, matchRows(spec, rows ?? [], view), sortingOf(spec, view)),
    [spec, rows, view],
  );

  const show = (next: (view: ViewSearch) => ViewSearch) => void navigate({ to: '.', search: next });
  const filterIn = (field: ListField, value: string) => show((before) => withFilter(before, field, value));
  const alone = view.as === 'page' && openId !== undefined;
  const filterOut = (field: ListField, value: string) => filterIn(field, excluded(value));
  const sortBy = (column: string) =>
    show(({ sort: _sort, ...before }) => {
      const sort = nextSort(sorting, column);
      return sort === undefined ? before : { ...before, sort };
    });
  const open = (id: string, replace: boolean) => {
    setActiveId(id);
    // Walking on from a page of its own stays there; opening from the list starts beside it.
    const search = alone ? (before: ViewSearch) => before : ({ as: _as, ...before }: ViewSearch) => before;
    void navigate({ to: `${spec.base}/$id`, params: { id }, search, replace });
  };
  const openPage = (id: string) =>
    void navigate({
      to: `${spec.base}/$id`,
      params: { id },
      search: (before) => ({ ...before, as: 'page' }),
    });

  const current = openId === undefined ? activeId : (activeId ?? openId);
  useEffect(() => {
    if (openId !== undefined) setActiveId(openId);
  }, [openId]);
  const steps = stepsFrom(spec, current, shown, (id) => open(id, true));
  // Asked of the address, which knows of a panel before its code is here.
  const asked = () => askedId(router.history.location.pathname, spec.base);
  const isPanelAsked = () => asked() !== null;
  useKeys({
    close: () => {
      if (isPanelAsked()) void navigate({ to: spec.base, search: (before) => before });
      else setActiveId(null);
    },
    previous: () => isPanelAsked() && steps?.previous?.(),
    next: () => isPanelAsked() && steps?.next?.(),
  });
  const selected = shown.filter((row) => selection[spec.rowId(row)] === true);
  const [one, many] = spec.noun;

  if (rows === undefined) {
    if (props.failure === null) return <Skeleton lines={14} />;
    return (
      <FailureState what={`The ${many} could not be read.`} failure={props.failure} retry={props.retry} />
    );
  }
  return (
    <FilterIn value={filterIn}>
      <FilterOut value={filterOut}>
        <div className={css['page']}>
          {alone ? null : (
            <section className={css['list']} aria-label={many}>
              {props.head(shown)}
              <FilterBar
                view={view}
                fields={fieldsOf(spec)}
                known={() => knownValues(spec, rows)}
                isClosed={() => true}
                onAdd={filterIn}
                onRemove={(field, value) => show((before) => withoutFilter(before, field, value))}
                onClear={() => show(withoutFilters)}
                tools={
                  <ListTools
                    rows={shown}
                    scope="all of the filter"
                    columns={spec.columns}
                    hidden={spec.hidden}
                    spec={spec.export}
                    sorting={sorting}
                    onSort={sortBy}
                  />
                }
              />
              {selected.length === 0 ? null : (
                <BulkBar
                  rows={selected}
                  spec={spec.export}
                  onClear={() => setSelection({})}
                  actions={props.bulk?.(selected)}
                />
              )}
              {rows.length === 0 ? (
                props.empty
              ) : shown.length === 0 ? (
                <EmptyState
                  title={`None of ${plural(rows.length, one, many)} matches these filters`}
                  actions={
                    <Button kind="primary" onClick={() => show(withoutFilters)}>
                      Remove all filters
                    </Button>
                  }
                >
                  They may be of another host, or no longer there.
                </EmptyState>
              ) : (
                <Grid
                  label={`${plural(shown.length, one, many)}, ${orderOf(spec, sorting)}`}
                  sorting={sorting}
                  onSort={sortBy}
                  rows={shown}
                  columns={columns}
                  rowId={spec.rowId}
                  activeId={current}
                  onActive={(id) => (isPanelAsked() ? open(id, true) : setActiveId(id))}
                  onOpen={(id) => (id === asked() ? openPage(id) : open(id, isPanelAsked()))}
                  onMore={(row, anchor) => setMenu({ row, anchor })}
                  selection={selection}
                  onSelection={setSelection}
                  more={false}
                  onEnd={() => undefined}
                  narrow={spec.narrow}
                  scrollRef={scroll}
                  foot={
                    <>
                      {plural(shown.length, one, many)}
                      {shown.length === rows.length ? ', all there are.' : ` of ${formatCount(rows.length)}.`}{' '}
                      {props.foot}
                    </>
                  }
                />
              )}
            </section>
          )}
          <ListContext value={steps}>
            <Outlet />
          </ListContext>
          {menu === null ? null : (
            <Menu
              label="Row"
              anchor={menu.anchor}
              onClose={() => setMenu(null)}
              sections={[
                ...rowSections(spec, menu.row, {
                  open: () => open(spec.rowId(menu.row), false),
                  openPage: () => openPage(spec.rowId(menu.row)),
                  filterIn,
                }),
                ...(spec.menu?.(menu.row) ?? []),
              ]}
            />
          )}
        </div>
      </FilterOut>
    </FilterIn>
  );
}

function orderOf<Row extends object>({ order, columns }: ListSpec<Row>, sorting: Sorting | null): string {
  if (sorting === null) return order;
  const label = columns.find(({ id }) => id === sorting.column)?.label ?? sorting.column;
  return `by ${label.toLowerCase()}, ${sorting.down ? 'downwards' : 'upwards'}`;
}

function knownValues<Row extends object>(spec: ListSpec<Row>, rows: readonly Row[]) {
  return fieldsOf(spec).flatMap((field) => {
    const values = new Set(rows.flatMap((row) => valuesOf(spec, row, field)));
    return [...values].filter(isFilterable).map((value) => ({ field, value }));
  });
}

function rowSections<Row extends object>(
  spec: ListSpec<Row>,
  row: Row,
  actions: { open: () => void; openPage: () => void; filterIn: (field: ListField, value: string) => void },
): readonly MenuSection[] {
  const id = spec.rowId(row);
  const link = new URL(`${spec.base}/${encodeURIComponent(id)}`, window.location.origin).href;
  return [
    {
      items: [
        { label: 'Open in the side panel', hint: 'Enter', run: actions.open },
        { label: 'Open as full page', run: actions.openPage },
        { label: 'Copy link', run: () => void copySaying('Link', link) },
        { label: 'Copy row as JSON', run: () => void copySaying('Row', JSON.stringify(row)) },
      ],
    },
    {
      heading: 'Show only',
      items: fieldsOf(spec).flatMap((field) =>
        valuesOf(spec, row, field)
          .filter(isFilterable)
          .map((value) => ({
            label: `${field} ${shownValue(field, value)}`,
            run: () => actions.filterIn(field, value),
          })),
      ),
    },
    {
      heading: 'Show all but',
      items: fieldsOf(spec).flatMap((field) =>
        valuesOf(spec, row, field)
          .filter(isFilterable)
          .map((value) => ({
            label: `${field} ${shownValue(field, value)}`,
            run: () => actions.filterIn(field, excluded(value)),
          })),
      ),
    },
  ];
}

/** The neighbours of a row in the filtered list. */
function stepsFrom<Row extends object>(
  { rowId }: ListSpec<Row>,
  current: string | null,
  rows: readonly Row[],
  open: (id: string) => void,
): Steps | null {
  const at = current === null ? -1 : rows.findIndex((row) => rowId(row) === current);
  if (at < 0) return null;
  const before = rows[at - 1];
  const after = rows[at + 1];
  return {
    previous: before === undefined ? null : () => open(rowId(before)),
    next: after === undefined ? null : () => open(rowId(after)),
    where: `${formatCount(at + 1)} of ${formatCount(rows.length)}`,
  };
}
