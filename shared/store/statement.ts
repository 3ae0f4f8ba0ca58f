import type { z } from 'zod';
import type { Database } from './database.ts';

/** Values SQLite takes. Booleans go in as 0 and 1. */
export type SqlValue = string | number | Buffer | null;
export type SqlParameters = Readonly<Record<string, SqlValue>>;

/** One SQL statement with the shape of the rows it gives. Parameters are named: `:call_id`. */
export interface Statement<Row extends z.ZodType = z.ZodType> {
  readonly sql: string;
  readonly row: Row;
}

/** Declares a statement that reads rows (or writes with RETURNING). The only way to make one. */
export function defineQuery<Row extends z.ZodType>(row: Row, sql: string): Statement<Row> {
  return { sql, row };
}

export interface WriteStatement<Name extends string = string> {
  readonly sql: string;
  readonly row: null;
  /** The parameters, where they are known by name. */
  readonly names: readonly Name[];
}

/** Declares a statement that only writes. */
export function defineWrite(sql: string): WriteStatement {
  return { sql, row: null, names: [] };
}

/** Declares the insertion of a whole row: every column is a parameter of its own name. */
export function defineInsert<const Name extends string>(
  table: string,
  names: readonly Name[],
  onConflict = '',
): WriteStatement<Name> {
  const values = names.map((name) => `:${name}`).join(', ');
  return {
    sql: `INSERT INTO ${table} (${names.join(', ')}) VALUES (${values}) ${onConflict}`,
    row: null,
    names,
  };
}

export interface PreparedQuery<Row> {
  all(parameters?: SqlParameters): Row[];
  get(parameters?: SqlParameters): Row | undefined;
}
/** Runs the statement; the number of rows it changed and the row number of the last insert. */
export type PreparedWrite<Name extends string = string> = (parameters: Readonly<Record<Name, SqlValue>>) => {
  changes: number;
  seq: number;
};

/** Prepares a statement on a connection: once, at start. */
export function prepareQuery<Row extends z.ZodType>(
  db: Database,
  statement: Statement<Row>,
): PreparedQuery<z.infer<Row>> {
  const prepared = db.prepare(statement.sql);
  return {
    all: (parameters = {}) => prepared.all(parameters).map((row) => statement.row.parse(row)),
    get: (parameters = {}) => {
      const row = prepared.get(parameters);
      return row === undefined ? undefined : statement.row.parse(row);
    },
  };
}

export function prepareWrite<Name extends string>(
  db: Database,
  statement: WriteStatement<Name>,
): PreparedWrite<Name> {
  const prepared = db.prepare(statement.sql);
  return (parameters) => {
    const { changes, lastInsertRowid } = prepared.run(parameters);
    return { changes, seq: Number(lastInsertRowid) };
  };
}
