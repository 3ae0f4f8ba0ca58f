import type { ReactNode } from 'react';
import type { GridColumn } from '../ui/grid.tsx';
import type { MenuSection } from '../ui/menu.tsx';
import type { Stored } from '../ui/stored.ts';
import { filterValues, type ListField, type ViewSearch } from '../view-search.ts';
import type { ExportSpec } from './export-rows.ts';

/** Addresses of the lists that are read whole; the row opened beside one is `<base>/$id`. */
export type ListBase =
  | '/incidents'
  | '/trust-audit'
  | '/security-posture'
  | '/shield/containment'
  | '/shield/exceptions'
  | '/shield/reviews';

/** What a list that is read whole shows of its rows, and how they are told apart, filtered and exported. */
export interface ListSpec<Row extends object> {
  readonly base: ListBase;
  /** `worst first`. */
  readonly order: string;
  readonly noun: readonly [one: string, many: string];
  readonly rowId: (row: Row) => string;
  /** Filterable fields in the order of their chips, each with the values a filter compares with. */
  readonly fields: { readonly [F in ListField]?: (row: Row) => readonly (string | null)[] };
  readonly columns: readonly GridColumn<Row>[];
  readonly hidden: Stored<readonly string[]>;
  /** Both lines of a row on a narrow screen. */
  readonly narrow: (row: Row) => ReactNode;
  readonly export: ExportSpec<Row>;
  /** What can be done with a row, beside opening, copying and filtering. */
  readonly menu?: (row: Row) => readonly MenuSection[];
}

export function fieldsOf<Row extends object>(spec: Pick<ListSpec<Row>, 'fields'>): readonly ListField[] {
  // Object.keys of a literal typed by ListField: its own field names.
  return Object.keys(spec.fields) as ListField[];
}

export function valuesOf<Row extends object>(
  spec: Pick<ListSpec<Row>, 'fields'>,
  row: Row,
  field: ListField,
): readonly string[] {
  return (spec.fields[field]?.(row) ?? []).filter((value) => value !== null);
}

/** Rows that have, for each field asked for, one of the values asked for. */
export function matchRows<Row extends object>(
  spec: Pick<ListSpec<Row>, 'fields'>,
  rows: readonly Row[],
  view: ViewSearch,
): readonly Row[] {
  const asked = fieldsOf(spec)
    .map((field) => ({ field, values: filterValues(view, field) }))
    .filter(({ values }) => values.length > 0);
  if (asked.length === 0) return rows;
  return rows.filter((row) =>
    asked.every(({ field, values }) => valuesOf(spec, row, field).some((value) => values.includes(value))),
  );
}
