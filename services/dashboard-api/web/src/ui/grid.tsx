// biome-ignore-all lint/a11y/useSemanticElements: roles stand where the native element cannot do it (virtual rows, scrolling regions, pointed-at options)
import {
  type ColumnDef,
  columnVisibilityFeature,
  type RowSelectionState,
  rowSelectionFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type CSSProperties,
  memo,
  type ReactNode,
  type RefObject,
  useEffect,
  useEffectEvent,
  useId,
  useMemo,
  useRef,
} from 'react';
import { fitColumns } from './fit-columns.ts';
import css from './grid.module.css';
import { useKeys } from './keys.ts';
import { useWidth } from './use-width.ts';

export interface GridColumn<Row> {
  readonly id: string;
  readonly label: string;
  /** On hover of the header: what the column says, in which unit. */
  readonly about: string;
  readonly width_px: number;
  /** Takes what is left of the width. */
  readonly grows?: boolean;
  readonly end?: boolean;
  /** Columns with higher numbers give way first where there is no room. */
  readonly priority: number;
  readonly cell: (row: Row) => ReactNode;
  /** What the rows can be sorted by; null = unknown. */
  readonly sort?: (row: Row) => string | number | null;
}

interface Props<Row extends object> {
  label: string;
  rows: readonly Row[];
  columns: readonly GridColumn<Row>[];
  rowId: (row: Row) => string;
  activeId: string | null;
  onActive: (id: string) => void;
  onOpen: (id: string) => void;
  onMore: (row: Row, anchor: Element) => void;
  selection: RowSelectionState;
  onSelection: (selection: RowSelectionState) => void;
  /** True while older rows can be loaded. */
  more: boolean;
  onEnd: () => void;
  /** Both lines of a row on a narrow screen. */
  narrow: (row: Row) => ReactNode;
  foot: ReactNode;
  scrollRef: RefObject<HTMLDivElement | null>;
  /** Where the whole list can be sorted: the order in force, and how to change it. */
  sorting?: { readonly column: string; readonly down: boolean } | null;
  onSort?: (column: string) => void;
}

const ROW_PX = 32;
const ROW_NARROW_PX = 56;
/** Below this width a row has two lines instead of columns. */
const NARROW_PX = 640;
/** Older rows are asked for when this many are left below. */
const AHEAD_ROWS = 60;
const OVERSCAN_ROWS = 12;

const features = tableFeatures({ columnVisibilityFeature, rowSelectionFeature });

/** A virtualised list with columns. One tab stop; the active row moves with j, k and the arrows. */
export function Grid<Row extends object>(props: Props<Row>) {
  const { rows, columns, rowId, activeId, scrollRef: scroll } = props;
  const id = useId();
  const width = useWidth(scroll);
  const narrow = width > 0 && width < NARROW_PX;
  const definitions = useMemo<ColumnDef<typeof features, Row>[]>(
    () => columns.map((column) => ({ id: column.id, header: column.label })),
    [columns],
  );
  const fitting = useMemo(() => fitColumns(columns, width), [columns, width]);
  const columnVisibility = useMemo(
    () => Object.fromEntries(columns.map((column) => [column.id, fitting.includes(column)])),
    [columns, fitting],
  );
  const data = useMemo(() => [...rows], [rows]);
  const table = useTable({
    features,
    columns: definitions,
    data,
    getRowId: rowId,
    state: { columnVisibility, rowSelection: props.selection },
    onRowSelectionChange: (change) =>
      props.onSelection(typeof change === 'function' ? change(props.selection) : change),
  });
  const { rows: models, rowsById } = table.getRowModel();
  const rowPx = narrow ? ROW_NARROW_PX : ROW_PX;
  const virtual = useVirtualizer({
    count: models.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowPx,
    overscan: OVERSCAN_ROWS,
    scrollMargin: 0,
    getItemKey: (index) => models[index]?.id ?? index,
  });
  useEffect(() => {
    // Another row height: everything measured so far is void.
    if (rowPx > 0) virtual.measure();
  }, [rowPx, virtual]);

  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const loadMore = useEffectEvent(props.onEnd);
  const wanted = props.more && models.length - last <= AHEAD_ROWS;
  useEffect(() => {
    if (wanted && models.length > 0) loadMore();
  }, [wanted, models.length]);

  const activeIndex = activeId === null ? -1 : (rowsById[activeId]?.index ?? -1);
  const move = (step: number) => {
    const to = Math.min(Math.max(activeIndex + step, 0), models.length - 1);
    const row = models[to];
    if (row === undefined) return;
    virtual.scrollToIndex(to, { align: 'auto' });
    scroll.current?.focus({ preventScroll: true });
    props.onActive(row.id);
  };
  useKeys({
    down: () => move(1),
    up: () => move(-1),
    open: () => {
      if (activeId !== null) props.onOpen(activeId);
    },
    select: () => {
      if (activeId !== null) table.getRow(activeId).toggleSelected();
    },
    more: () => {
      const row = models[activeIndex];
      const element = document.getElementById(`${id}-${activeIndex}`);
      if (row !== undefined && element !== null) props.onMore(row.original, element);
    },
  });
  // Keeps the active row in sight when it moves by other means: [ and ], a link.
  const seen = useRef<string | null>(null);
  useEffect(() => {
    if (activeId !== seen.current && activeIndex >= 0) virtual.scrollToIndex(activeIndex, { align: 'auto' });
    seen.current = activeId;
  }, [activeId, activeIndex, virtual]);

  return (
    <div
      ref={scroll}
      className={css['scroll']}
      role="grid"
      aria-label={props.label}
      aria-rowcount={props.more ? -1 : models.length + 1}
      aria-colcount={fitting.length}
      aria-multiselectable="true"
      aria-activedescendant={activeIndex >= 0 ? `${id}-${activeIndex}` : undefined}
      tabIndex={0}
    >
      {narrow ? null : (
        <div role="rowgroup">
          <div role="row" aria-rowindex={1} className={css['head']} tabIndex={-1}>
            {fitting.map((column) => (
              <div
                key={column.id}
                role="columnheader"
                tabIndex={-1}
                className={`${css['headCell']} ${column.end ? css['end'] : ''}`}
                style={cellStyle(column)}
                title={column.about}
                aria-sort={ariaSort(column, props.sorting ?? null)}
              >
                <HeadLabel column={column} sorting={props.sorting ?? null} onSort={props.onSort} />
              </div>
            ))}
          </div>
        </div>
      )}
      <div role="rowgroup" className={css['rows']} style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const model = models[item.index];
          if (model === undefined) return null;
          return (
            <GridRow
              key={item.key}
              id={`${id}-${item.index}`}
              index={item.index}
              top={item.start}
              row={model.original}
              rowKey={model.id}
              columns={fitting}
              narrow={narrow ? props.narrow : null}
              active={model.id === activeId}
              selected={props.selection[model.id] === true}
              onOpen={props.onOpen}
            />
          );
        })}
      </div>
      <div className={css['foot']}>{props.foot}</div>
    </div>
  );
}

type Sorted = { readonly column: string; readonly down: boolean } | null;

function ariaSort<Row>({ id, sort }: GridColumn<Row>, sorting: Sorted) {
  if (sort === undefined) return undefined;
  if (sorting?.column !== id) return 'none';
  return sorting.down ? 'descending' : 'ascending';
}

/** A press sorts where the list can be; by keyboard the same is in the menu of the columns. */
function HeadLabel<Row>(props: {
  column: GridColumn<Row>;
  sorting: Sorted;
  onSort: ((column: string) => void) | undefined;
}) {
  const { column, sorting, onSort } = props;
  if (column.sort === undefined || onSort === undefined) return column.label;
  return (
    <button type="button" tabIndex={-1} className={css['sort']} onClick={() => onSort(column.id)}>
      {column.label}
      {sorting?.column === column.id ? <span aria-hidden="true">{sorting.down ? ' ↓' : ' ↑'}</span> : null}
    </button>
  );
}

function cellStyle<Row>(column: GridColumn<Row>): CSSProperties {
  return column.grows ? { flex: `1 1 ${column.width_px}px`, minWidth: 0 } : { width: column.width_px };
}

interface RowProps<Row> {
  id: string;
  index: number;
  top: number;
  row: Row;
  rowKey: string;
  columns: readonly GridColumn<Row>[];
  narrow: ((row: Row) => ReactNode) | null;
  active: boolean;
  selected: boolean;
  onOpen: (id: string) => void;
}

function RowView<Row>(props: RowProps<Row>) {
  const { row, columns, narrow } = props;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter is bound for the grid as a whole
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and points at its active row
    <div
      id={props.id}
      role="row"
      aria-rowindex={props.index + 2}
      aria-selected={props.selected}
      data-active={props.active ? '' : undefined}
      data-selected={props.selected ? '' : undefined}
      className={narrow === null ? css['row'] : `${css['row']} ${css['two']}`}
      style={{ transform: `translateY(${props.top}px)` }}
      onClick={() => props.onOpen(props.rowKey)}
    >
      {narrow !== null ? (
        // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus, as above
        <div role="gridcell" className={css['cell']}>
          {narrow(row)}
        </div>
      ) : (
        columns.map((column) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus, as above
          <div
            key={column.id}
            role="gridcell"
            className={`${css['cell']} ${column.end ? css['end'] : ''}`}
            style={cellStyle(column)}
          >
            {column.cell(row)}
          </div>
        ))
      )}
    </div>
  );
}

// memo() forgets type parameters; the component is the same function.
const GridRow = memo(RowView) as typeof RowView;
