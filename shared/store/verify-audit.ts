import type { Anchor } from './anchor-audit.ts';
import { GENESIS_HASH, hashAuditRow } from './append-audit.ts';
import { readAuditPage } from './audit.sql.ts';
import type { Database } from './database.ts';
import { prepareQuery } from './statement.ts';

export type AuditVerdict =
  | { readonly ok: true; readonly rows: number; readonly head: string }
  | { readonly ok: false; readonly first_bad_seq: number; readonly why: string };

/**
 * Walks the audit chain and names the first row that is not as it was written. With anchors (checked by
 * `readAnchors`) it also finds a chain that was cut off or rewritten as a whole.
 */
export function verifyAudit(db: Database, anchors: readonly Anchor[] = []): AuditVerdict {
  const page = prepareQuery(db, readAuditPage);
  const anchorBySeq = new Map(anchors.map((anchor) => [anchor.seq, anchor]));
  let seq = 0;
  let head = GENESIS_HASH;
  for (;;) {
    const rows = page.all({ after: seq });
    for (const row of rows) {
      const why = faultOf(row, seq + 1, head, anchorBySeq.get(row.seq));
      if (why !== null) return { ok: false, first_bad_seq: Math.min(row.seq, seq + 1), why };
      seq = row.seq;
      head = row.hash;
    }
    if (rows.length === 0) break;
  }
  const beyond = anchors.find((anchor) => anchor.seq > seq);
  if (beyond !== undefined) {
    return {
      ok: false,
      first_bad_seq: seq + 1,
      why: `The chain ends at row ${seq}, but row ${beyond.seq} was anchored: rows were cut off.`,
    };
  }
  return { ok: true, rows: seq, head };
}

type Row = Parameters<typeof hashAuditRow>[0] & { hash: string };

function faultOf(row: Row, seq: number, prevHash: string, anchor: Anchor | undefined): string | null {
  if (row.seq !== seq) return `Row ${seq} is missing.`;
  if (row.prev_hash !== prevHash) return 'The row does not follow the one before.';
  const { hash, ...content } = row;
  if (hashAuditRow(content) !== hash) return 'The row was changed after it was written.';
  if (anchor !== undefined && anchor.hash !== hash) {
    return 'The row is not the one that was anchored: the chain was rewritten.';
  }
  return null;
}
