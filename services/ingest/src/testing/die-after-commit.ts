import { runDaemon } from '@clawnex/shared/kernel/lifecycle.ts';
import SqliteDatabase from 'better-sqlite3';
import { ingest } from '../daemon.ts';

// Runs ingest as its own process that kills itself right after the commit of its n-th transaction that stored events:
// committed, not yet acknowledged, and nothing gets to clean up.
let left = Number(process.env['COMMITS_BEFORE_DEATH']);
const openTransaction = SqliteDatabase.prototype.transaction;

SqliteDatabase.prototype.transaction = function dieAfterCommit(work) {
  const transaction = openTransaction.call(this, work);
  const immediate = (...given: Parameters<typeof transaction>) => {
    const before = storedEvents(this);
    const result = transaction.immediate(...given);
    if (storedEvents(this) > before) left -= 1;
    if (left === 0) process.kill(process.pid, 'SIGKILL');
    return result;
  };
  const { default: plain, deferred, exclusive } = transaction;
  const call = (...given: Parameters<typeof transaction>) => transaction(...given);
  // The same five callables, with the arguments of `work`: what the driver's type says of them is about `work` alone.
  return Object.assign(call, { default: plain, deferred, exclusive, immediate }) as typeof transaction;
};

function storedEvents(db: SqliteDatabase.Database): number {
  return Number(Object(db.prepare('SELECT count(*) AS events FROM event_ids').get()).events);
}

await runDaemon(ingest);
