import { sql as exchanges } from './0001-exchanges.sql.ts';
import { sql as activity } from './0002-activity.sql.ts';
import { sql as control } from './0003-control.sql.ts';
import { sql as enforcement } from './0004-enforcement.sql.ts';
import { sql as incidents } from './0005-incidents.sql.ts';
import { sql as sessions } from './0006-sessions.sql.ts';
import { sql as host } from './0007-host.sql.ts';
import { sql as trust } from './0008-trust.sql.ts';

export interface Migration {
  readonly name: string;
  readonly sql: string;
}

/** All changes of the schema, oldest first. A released one is never edited: its checksum is kept in the database. */
export const MIGRATIONS: readonly Migration[] = [
  { name: '0001-exchanges', sql: exchanges },
  { name: '0002-activity', sql: activity },
  { name: '0003-control', sql: control },
  { name: '0004-enforcement', sql: enforcement },
  { name: '0005-incidents', sql: incidents },
  { name: '0006-sessions', sql: sessions },
  { name: '0007-host', sql: host },
  { name: '0008-trust', sql: trust },
];
