import type { ReactNode } from 'react';
import type { GridColumn } from '../ui/grid.tsx';
import type { MenuSection } from '../ui/menu.tsx';
import type { Stored } from '../ui/stored.ts';
import { filterValues, isExcluded, type ListField, plainValue, type ViewSearch } from '../view-search.ts';
import type { ExportSpec } from './export-rows.ts';

/** Addresses of the lists that are read whole; the row opened beside one is `<base>/$id`. */
export type ListBase =
  | '/incidents'
  | '/trust-audit'
  | '/security-posture'
  | '/shield/containment'
  | '/shield/exceptions'
  | '/shield/reviews'
  | '/sessions/log'
  | '/shield-tests/cases'
  | '/vulnerabilities'
  | '/correlations/rules';

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

/** Rows that have, for each field asked for, one of the values asked for and none of the excluded ones. */
export function matchRows<Row extends object>(
  spec: Pick<ListSpec<Row>, 'fields'>,
  rows: readonly Row[],
  view: ViewSearch,
): readonly Row[] {
  const asked = fieldsOf(spec)
    .map((field) => {
      const values = filterValues(view, field);
      const out = values.filter(isExcluded).map(plainValue);
      return { field, in: values.filter((value) => !isExcluded(value)), out };
    })
    .filter((each) => each.in.length + each.out.length > 0);
  if (asked.length === 0) return rows;
  return rows.filter((row) =>
    asked.every(({ field, in: wanted, out }) => {
      const values = valuesOf(spec, row, field);
      if (values.some((value) => out.includes(value))) return false;
      return wanted.length === 0 || values.some((value) => wanted.includes(value));
    }),
  );
}

export interface Sorting {
  readonly column: string;
  readonly down: boolean;
}

/** `-score` of the address; null = the list's own order. */
export function sortingOf<Row extends object>(
  spec: Pick<ListSpec<Row>, 'columns'>,
  view: ViewSearch,
): Sorting | null {
  const down = view.sort?.startsWith('-') === true;
  const column = down ? view.sort?.slice(1) : view.sort;
  const found = spec.columns.find(({ id, sort }) => id === column && sort !== undefined);
  return found === undefined ? null : { column: found.id, down };
}

/** Rows by a column's value; what is unknown stands last either way, and equals keep the list's own order. */
export function sortRows<Row extends object>(
  spec: Pick<ListSpec<Row>, 'columns'>,
  rows: readonly Row[],
  sorting: Sorting | null,
): readonly Row[] {
  const value = spec.columns.find(({ id }) => id === sorting?.column)?.sort;
  if (sorting === null || value === undefined) return rows;
  return [...rows].sort((a, b) => {
    const one = value(a);
    const other = value(b);
    if (one === null || other === null) return Number(one === null) - Number(other === null);
    const order = one < other ? -1 : one > other ? 1 : 0;
    return sorting.down ? -order : order;
  });
}

/** The same column again turns the order round, a third time gives the list's own order back. */
export function nextSort(sorting: Sorting | null, column: string): string | undefined {
  if (sorting?.column !== column) return `-${column}`;
  return sorting.down ? column : undefined;
}
