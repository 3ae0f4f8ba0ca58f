import { parentPort, workerData } from 'node:worker_threads';
import SqliteDatabase from 'better-sqlite3';
import type { ReadAnswer, ReadRequest } from './reader-messages.ts';

/** Filters make a few dozen different statements; more would only hold memory. */
const PREPARED_MAX = 64;
/** A reader waits off the event loop, so it may wait longer than the writers. */
const BUSY_TIMEOUT_MS = 1_000;

const port = parentPort;
const file: unknown = workerData;
if (port === null || typeof file !== 'string')
  throw new Error('reader-worker runs as a worker of the reader pool.');
const db = new SqliteDatabase(file, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
db.pragma('query_only = ON');
const prepared = new Map<string, SqliteDatabase.Statement>();

port.on('message', ({ id, sql, parameters }: ReadRequest) => {
  let answer: ReadAnswer;
  try {
    answer = { id, ok: true, rows: prepareOnce(sql).all(parameters) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    answer = { id, ok: false, code, message: error instanceof Error ? error.message : String(error) };
  }
  port.postMessage(answer);
});

function prepareOnce(sql: string): SqliteDatabase.Statement {
  let statement = prepared.get(sql);
  if (statement === undefined) {
    const oldest = prepared.keys().next();
    if (prepared.size >= PREPARED_MAX && oldest.done !== true) prepared.delete(oldest.value);
    statement = db.prepare(sql);
    prepared.set(sql, statement);
  }
  return statement;
}
