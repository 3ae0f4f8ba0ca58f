import type { ExchangeRow } from '@clawnex/proto/http/dashboard/exchanges.ts';
import {
  FILTER_FIELD_NAMES,
  type FilterField,
  filterValues,
  type ResolvedRange,
  type ViewSearch,
} from '../../view-search.ts';

/** The values of a row that a filter on the field compares with. */
export function rowValues(row: ExchangeRow, field: FilterField): readonly (string | null)[] {
  switch (field) {
    case 'verdict':
      return [row.verdict];
    case 'decision':
      return [row.decision];
    case 'category':
      return row.categories;
    case 'rule':
      return row.rules;
    case 'agent':
      return [row.agent];
    case 'key':
      return [row.key_alias];
    case 'model':
      return [row.model];
    case 'session':
      return [row.session];
    case 'host':
      return [row.host];
    case 'origin':
      return [row.origin];
  }
}

/** Whether a row that arrives live belongs to the list in sight: the API's filter, said again for one row. */
export function matchesView(row: ExchangeRow, view: ViewSearch, range: ResolvedRange): boolean {
  const at = Date.parse(row.at);
  if (at < range.from_ms || (!range.moving && at >= range.to_ms)) return false;
  return FILTER_FIELD_NAMES.every((field) => {
    const asked = filterValues(view, field);
    const wanted = field === 'origin' && asked.length === 0 ? ['live'] : asked;
    return (
      wanted.length === 0 || rowValues(row, field).some((value) => value !== null && wanted.includes(value))
    );
  });
}
