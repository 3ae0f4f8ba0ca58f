import type { ExchangeRow } from '@clawnex/proto/http/dashboard/exchanges.ts';
import { useState } from 'react';
import { Button, IconButton } from '../../ui/button.tsx';
import { plural } from '../../ui/format.ts';
import { Menu } from '../../ui/menu.tsx';
import { useStored } from '../../ui/stored.ts';
import { say } from '../../ui/toast.tsx';
import { EXCHANGE_COLUMNS, hiddenColumns, toggleColumn } from './columns.tsx';
import { saveAs, toCsv, toNdjson } from './export-rows.ts';
import { copySaying } from './row-menu.ts';
import css from './traffic.module.css';

type Format = 'ndjson' | 'csv';

function exportRows(rows: readonly ExchangeRow[], format: Format): void {
  const name = `clawnex-exchanges-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}.${format}`;
  if (format === 'csv') saveAs(name, 'text/csv', toCsv(rows));
  else saveAs(name, 'application/x-ndjson', toNdjson(rows));
  say(`${plural(rows.length, 'row')} exported to ${name}.`);
}

/** Columns and export, for the whole list. */
export function ListTools({ rows, complete }: { rows: readonly ExchangeRow[]; complete: boolean }) {
  const [open, setOpen] = useState<{ what: 'columns' | 'export'; anchor: Element } | null>(null);
  const hidden = useStored(hiddenColumns);
  const scope = complete ? 'all of the filter' : 'those loaded so far';
  return (
    <>
      <IconButton
        glyph="columns"
        label="Choose columns"
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
              items: EXCHANGE_COLUMNS.map((column) => ({
                label: column.label,
                checked: !hidden.includes(column.id),
                stays: true,
                run: () => toggleColumn(column.id),
              })),
            },
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
                { label: 'Export as NDJSON', run: () => exportRows(rows, 'ndjson') },
                { label: 'Export as CSV', run: () => exportRows(rows, 'csv') },
              ],
            },
          ]}
        />
      ) : null}
    </>
  );
}

/** What can be done with the selected rows. */
export function BulkBar({ rows, onClear }: { rows: readonly ExchangeRow[]; onClear: () => void }) {
  return (
    <section className={css['bulk']} aria-label="Selected rows">
      <strong>{plural(rows.length, 'row')} selected</strong>
      <Button onClick={() => void copySaying('Call ids', rows.map((row) => row.call_id).join('\n'))}>
        Copy call ids
      </Button>
      <Button onClick={() => exportRows(rows, 'ndjson')}>Export as NDJSON</Button>
      <Button onClick={() => exportRows(rows, 'csv')}>Export as CSV</Button>
      <Button kind="quiet" onClick={onClear}>
        Select none
      </Button>
    </section>
  );
}
