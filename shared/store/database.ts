import type BetterSqlite3 from 'better-sqlite3';

/** An open connection to the store. Other folders name this type and never the driver. */
export type Database = BetterSqlite3.Database;
