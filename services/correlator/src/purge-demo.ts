import type { Database } from '@clawnex/shared/store/database.ts';
import { defineWrite, prepareWrite } from '@clawnex/shared/store/statement.ts';

/** Points go with their groups. */
const STATEMENTS = [
  `DELETE FROM points WHERE group_id IN (SELECT group_id FROM groups WHERE origin = 'demo')`,
  `DELETE FROM groups WHERE origin = 'demo'`,
  `DELETE FROM alerts WHERE origin = 'demo'`,
  `DELETE FROM raised WHERE origin = 'demo'`,
  `DELETE FROM incidents WHERE origin = 'demo'`,
  `DELETE FROM outbox WHERE origin = 'demo'`,
].map((sql) => defineWrite(sql));

/** Removes everything the demo left here; returns the number of rows. Who holds a copy of it in memory loads again. */
export function purgeDemo(db: Database): number {
  const writes = STATEMENTS.map((statement) => prepareWrite(db, statement));
  return db.transaction(() => writes.reduce((rows, write) => rows + write({}).changes, 0)).immediate();
}
