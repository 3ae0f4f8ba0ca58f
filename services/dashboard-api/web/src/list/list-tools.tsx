import { type ReactNode, useState } from 'react';
import { Button, IconButton } from '../ui/button.tsx';
import { plural } from '../ui/format.ts';
import type { GridColumn } from '../ui/grid.tsx';
import { Menu } from '../ui/menu.tsx';
import { type Stored, storedChoice, useStored } from '../ui/stored.ts';
import type { ExportSpec } from './export-rows.ts';
import css from './list.module.css';
import { saveRows } from './save-rows.ts';

/** Columns of a list that this operator does not want to see. */
export function storedColumns(list: string, hiddenAtFirst: readonly string[]): Stored<readonly string[]> {
  return storedChoice<readonly string[]>(`${list}.hidden-columns`, hiddenAtFirst, (value) =>
    Array.isArray(value) ? value.filter((id) => typeof id === 'string') : null,
  );
}

function toggle(hidden: Stored<readonly string[]>, id: string): void {
  const before = hidden.read();
  hidden.write(before.includes(id) ? before.filter((each) => each !== id) : [...before, id]);
}

interface Props<Row extends object> {
  rows: readonly Row[];
  /** What the rows are, beside their number: `all of the filter`. */
  scope: string;
  columns: readonly GridColumn<Row>[];
  hidden: Stored<readonly string[]>;
  spec: ExportSpec<Row>;
  /** Where the whole list can be sorted. */
  sorting?: { readonly column: string; readonly down: boolean } | null;
  onSort?: (column: string) => void;
}

/** Columns, order and export, for the whole list. */
export function ListTools<Row extends object>(props: Props<Row>) {
  const { rows, scope, columns, hidden, spec, sorting = null, onSort } = props;
  const [open, setOpen] = useState<{ what: 'columns' | 'export'; anchor: Element } | null>(null);
  const left = useStored(hidden);
  return (
    <>
      <IconButton
        glyph="columns"
        label={onSort === undefined ? 'Choose columns' : 'Choose columns and order'}
        aria-haspopup="menu"
        onClick={(event) => setOpen({ what: 'columns', anchor: event.currentTarget })}
      />
      <IconButton
        glyph="export"
        label="Export the list"
        aria-haspopup="menu"
        disabledReason={rows.length === 0 ? 'There are no rows to export' : null}
        onClick={(event) => setOpen({ what: 'export', anchor: event.currentTarget })}
      />
      {open?.what === 'columns' ? (
        <Menu
          label="Columns"
          anchor={open.anchor}
          onClose={() => setOpen(null)}
          sections={[
            {
              heading: 'Columns; where room is short, the less important give way',
              items: columns.map((column) => ({
                label: column.label,
                checked: !left.includes(column.id),
                stays: true,
                run: () => toggle(hidden, column.id),
              })),
            },
            ...(onSort === undefined
              ? []
              : [
                  {
                    heading: 'Sort by; again: the other way, then the usual order',
                    items: columns
                      .filter((column) => column.sort !== undefined)
                      .map((column) => ({
                        label: column.label,
                        checked: sorting?.column === column.id,
                        hint: sorting?.column === column.id ? (sorting.down ? '↓' : '↑') : '',
                        stays: true,
                        run: () => onSort(column.id),
                      })),
                  },
                ]),
          ]}
        />
      ) : null}
      {open?.what === 'export' ? (
        <Menu
          label="Export"
          anchor={open.anchor}
          onClose={() => setOpen(null)}
          sections={[
            {
              heading: `${plural(rows.length, 'row')}, ${scope}`,
              items: [
                { label: 'Export as NDJSON', run: () => saveRows(spec, rows, 'ndjson') },
                { label: 'Export as CSV', run: () => saveRows(spec, rows, 'csv') },
              ],
            },
          ]}
        />
      ) : null}
    </>
  );
}

/** What can be done with the selected rows. */
export function BulkBar<Row extends object>(props: {
  rows: readonly Row[];
  spec: ExportSpec<Row>;
  onClear: () => void;
  actions: ReactNode;
}) {
  const { rows, spec } = props;
  return (
    <section className={css['bulk']} aria-label="Selected rows">
      <strong>{plural(rows.length, 'row')} selected</strong>
      {props.actions}
      <Button onClick={() => saveRows(spec, rows, 'ndjson')}>Export as NDJSON</Button>
      <Button onClick={() => saveRows(spec, rows, 'csv')}>Export as CSV</Button>
      <Button kind="quiet" onClick={props.onClear}>
        Select none
      </Button>
    </section>
  );
}
