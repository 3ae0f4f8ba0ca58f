import type { ExchangeRow } from '@clawnex/proto/http/dashboard/exchanges.ts';
import { copySaying } from '../../list/copy-saying.ts';
import { formatWord } from '../../ui/format.ts';
import type { MenuSection } from '../../ui/menu.tsx';
import { revealName } from '../../ui/reveal.ts';
import { FILTER_FIELD_NAMES, type FilterField, isFilterable } from '../../view-search.ts';
import { rowValues } from './match-row.ts';

interface Actions {
  readonly open: () => void;
  readonly openPage: () => void;
  readonly filterIn: (field: FilterField, value: string) => void;
}

/** What can be done with one row, by keyboard as by pointer. */
export function rowMenu(row: ExchangeRow, actions: Actions): readonly MenuSection[] {
  return [
    {
      items: [
        { label: 'Open in the side panel', hint: 'Enter', run: actions.open },
        { label: 'Open as full page', run: actions.openPage },
        { label: 'Copy link', run: () => void copySaying('Link', linkTo(row)) },
        { label: 'Copy row as JSON', run: () => void copySaying('Row', JSON.stringify(row)) },
        { label: 'Copy call id', run: () => void copySaying('Call id', row.call_id) },
      ],
    },
    {
      heading: 'Show only',
      items: FILTER_FIELD_NAMES.flatMap((field) =>
        rowValues(row, field)
          .filter((value) => value !== null && isFilterable(value))
          .map((value) => ({
            label: `${field} ${revealName(field === 'category' ? formatWord(value ?? '') : (value ?? ''))}`,
            run: () => actions.filterIn(field, value ?? ''),
          })),
      ),
    },
  ];
}

function linkTo(row: ExchangeRow): string {
  return new URL(`/exchanges/${encodeURIComponent(row.call_id)}`, window.location.origin).href;
}
