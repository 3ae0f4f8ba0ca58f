import { sha256 } from '../kernel/ids.ts';
import { type AuditRow, insertAudit, readAuditHead } from './audit.sql.ts';
import { canonicalJson, type JsonValue } from './canonical-json.ts';
import type { Database } from './database.ts';
import { type PreparedQuery, type PreparedWrite, prepareQuery, prepareWrite } from './statement.ts';

export interface AuditEntry {
  /** Who: an operator's name, `admin` for the admin on the machine, or a daemon. */
  readonly actor: string;
  /** What was done, e.g. `policy.changed`. */
  readonly action: string;
  /** To what. */
  readonly target: string;
  /** Facts an auditor needs; never a secret. */
  readonly detail: { readonly [key: string]: JsonValue | undefined };
  readonly at_ms?: number;
}

/** The hash before the first row. */
export const GENESIS_HASH = '0'.repeat(64);

interface AuditStatements {
  readonly head: PreparedQuery<{ seq: number; hash: string }>;
  readonly insert: PreparedWrite;
}
const prepared = new WeakMap<Database, AuditStatements>();

/**
 * Adds a row to the audit chain, inside the transaction of the thing audited: either both happen or neither does.
 */
export function appendAudit(db: Database, entry: AuditEntry): void {
  if (!db.inTransaction) throw new Error('appendAudit must run inside the transaction of what it reports.');
  const statements = statementsOf(db);
  const head = statements.head.get() ?? { seq: 0, hash: GENESIS_HASH };
  const row = {
    seq: head.seq + 1,
    at_ms: entry.at_ms ?? Date.now(),
    actor: entry.actor,
    action: entry.action,
    target: entry.target,
    detail_json: canonicalJson(entry.detail),
    prev_hash: head.hash,
  };
  statements.insert({ ...row, hash: hashAuditRow(row) });
}

/** What a row's hash covers: everything but the hash itself. */
export function hashAuditRow(row: Omit<AuditRow, 'hash'>): string {
  const { seq, at_ms, actor, action, target, detail_json, prev_hash } = row;
  return sha256(canonicalJson({ seq, at_ms, actor, action, target, detail_json, prev_hash }));
}

function statementsOf(db: Database): AuditStatements {
  let statements = prepared.get(db);
  if (statements === undefined) {
    statements = { head: prepareQuery(db, readAuditHead), insert: prepareWrite(db, insertAudit) };
    prepared.set(db, statements);
  }
  return statements;
}
