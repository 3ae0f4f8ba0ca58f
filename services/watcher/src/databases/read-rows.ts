import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { z } from 'zod';
import { guard } from './foreign-database.ts';

/** All rows of a query, each as its schema says. */
export function readRows<Row extends z.ZodType>(
  { path, db }: { readonly path: string; readonly db: DatabaseSync },
  text: string,
  row: Row,
  ...values: SQLInputValue[]
): z.infer<Row>[] {
  return guard(path, () => db.prepare(text).all(...values)).map((each) => row.parse(each));
}
