import type { ExchangeFilter } from '@clawnex/proto/http/dashboard/exchanges.ts';
import { fromIso } from '@clawnex/shared/kernel/clock.ts';
import type { SqlValue } from '@clawnex/shared/store/statement.ts';
import type { PageCursor } from './page-cursor.ts';

/** Filters by what narrows most, first: the first one given leads the search by its index. */
const FIELDS = [
  { name: 'session', column: 'session' },
  { name: 'rule', table: 'exchange_rules', column: 'rule' },
  { name: 'key', column: 'key_alias' },
  { name: 'agent', column: 'agent' },
  { name: 'category', table: 'exchange_categories', column: 'category' },
  { name: 'model', column: 'model' },
  { name: 'host', column: 'host' },
  { name: 'decision', column: 'decision' },
  { name: 'verdict', column: 'verdict' },
] as const;
type Field = (typeof FIELDS)[number];

/** One arm of a search: an index range in time order. Arms never share a row. */
export interface Arm {
  readonly from: string;
  readonly where: string;
  readonly at: string;
  readonly seq: string;
}

export interface CompiledFilter {
  readonly arms: readonly Arm[];
  readonly parameters: Record<string, SqlValue>;
}

/**
 * Turns a filter into arms, one per traffic origin and value of the leading field, so that every arm is one range of one
 * index in time order and SQLite merges them without sorting. The remaining filters test the rows found; the unary `+`
 * keeps the planner from leading with them.
 */
export function compileFilter(filter: ExchangeFilter, before: PageCursor | null): CompiledFilter {
  const parameters: Record<string, SqlValue> = {};
  const bind = (value: SqlValue): string => {
    const name = `p${Object.keys(parameters).length}`;
    parameters[name] = value;
    return `:${name}`;
  };
  const given = FIELDS.flatMap((field) => {
    const values = [...new Set(filter[field.name] ?? [])];
    return values.length === 0 ? [] : [{ field, values: values.map(bind) }];
  });
  const [lead, ...others] = given;
  const bounds = boundsOf(filter, before, bind);
  const tests = others.map(({ field, values }) => residualTest(field, values));
  const origins = [...new Set(filter.origin?.length ? filter.origin : ['live'])].map(bind);
  const arms = origins.flatMap((origin) => {
    if (lead === undefined) return [armOf('exchanges e', 'e', [`e.origin = ${origin}`], bounds, tests)];
    return lead.values.map((value, index) =>
      leadArm(lead.field, value, lead.values.slice(0, index), origin, bounds, tests),
    );
  });
  return { arms, parameters };
}

type Bounds = (at: string, seq: string) => string[];

function boundsOf(
  filter: ExchangeFilter,
  before: PageCursor | null,
  bind: (value: SqlValue) => string,
): Bounds {
  const from = filter.from === undefined ? null : bind(fromIso(filter.from));
  const to = filter.to === undefined ? null : bind(fromIso(filter.to));
  const cursor = before === null ? null : `(${bind(before.at_ms)}, ${bind(before.seq)})`;
  return (at, seq) => [
    ...(from === null ? [] : [`${at} >= ${from}`]),
    ...(to === null ? [] : [`${at} < ${to}`]),
    ...(cursor === null ? [] : [`(${at}, ${seq}) < ${cursor}`]),
  ];
}

function leadArm(
  field: Field,
  value: string,
  earlier: readonly string[],
  origin: string,
  bounds: Bounds,
  tests: readonly string[],
): Arm {
  if (!('table' in field)) {
    return armOf('exchanges e', 'e', [`e.origin = ${origin}`, `e.${field.column} = ${value}`], bounds, tests);
  }
  // An exchange with several of the values belongs to the first of them only.
  const repeated =
    earlier.length === 0
      ? []
      : [
          `NOT EXISTS (SELECT 1 FROM ${field.table} x WHERE x.exchange = f.exchange AND x.${field.column} IN (${earlier.join(', ')}))`,
        ];
  const from = `${field.table} f CROSS JOIN exchanges e ON e.seq = f.exchange`;
  return armOf(from, 'f', [`f.origin = ${origin}`, `f.${field.column} = ${value}`], bounds, [
    ...repeated,
    ...tests,
  ]);
}

function armOf(
  from: string,
  leader: 'e' | 'f',
  ranges: readonly string[],
  bounds: Bounds,
  tests: readonly string[],
): Arm {
  const at = `${leader}.at_ms`;
  const seq = leader === 'e' ? 'e.seq' : 'f.exchange';
  return { from, where: [...ranges, ...bounds(at, seq), ...tests].join(' AND '), at, seq };
}

function residualTest(field: Field, values: readonly string[]): string {
  if (!('table' in field)) return `+e.${field.column} IN (${values.join(', ')})`;
  return `EXISTS (SELECT 1 FROM ${field.table} x WHERE x.exchange = e.seq AND +x.${field.column} IN (${values.join(', ')}))`;
}
