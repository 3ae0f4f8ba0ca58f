import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Paths } from '@clawnex/shared/kernel/paths.ts';
import { readSecretFile } from '@clawnex/shared/kernel/secrets.ts';
import { type Outcome, refuse } from '@clawnex/shared/posture/outcome.ts';
import { readAnchors } from '@clawnex/shared/store/anchor-audit.ts';
import type { Database } from '@clawnex/shared/store/database.ts';
import { openStoreReader } from '@clawnex/shared/store/open-store.ts';
import { prepareQuery } from '@clawnex/shared/store/statement.ts';
import { verifyAudit } from '@clawnex/shared/store/verify-audit.ts';
import { readLastSelfTest } from './own-store.sql.ts';

/** What only the database of this installation says. */
export interface OwnStore {
  /** Whether the audit chain is whole: rows and head, or the first bad row. */
  verifyAudit(): Outcome<{ readonly whole: boolean; readonly said: string }>;
  /** When a known-bad call was last blocked on its whole path; null for never. */
  lastSelfTest(): Outcome<number | null>;
}

/** Opens the database for each question and closes it again: it may be made, moved or mended between two scans. */
export function ownStore(paths: Paths): OwnStore {
  return {
    verifyAudit: () =>
      ask(paths, (db) => {
        const keyFile = join(paths.secrets, 'audit-anchor.key');
        if (!existsSync(keyFile))
          return refuse('missing', `${keyFile} does not exist: nothing was anchored yet.`);
        const anchors = readAnchors(paths, readSecretFile(keyFile));
        if (!anchors.ok)
          return {
            ok: true,
            value: { whole: false, said: `Line ${anchors.line} of the anchors: ${anchors.why}` },
          };
        const verdict = verifyAudit(db, anchors.anchors);
        const said = verdict.ok
          ? `${verdict.rows} rows, none changed.`
          : `Row ${verdict.first_bad_seq}: ${verdict.why}`;
        return { ok: true, value: { whole: verdict.ok, said } };
      }),
    lastSelfTest: () =>
      ask(paths, (db) => ({ ok: true, value: prepareQuery(db, readLastSelfTest).get({})?.at_ms ?? null })),
  };
}

function ask<Value>(paths: Paths, question: (db: Database) => Outcome<Value>): Outcome<Value> {
  if (!existsSync(paths.store)) return refuse('missing', `${paths.store} does not exist.`);
  try {
    const db = openStoreReader(paths);
    try {
      return question(db);
    } finally {
      db.close();
    }
  } catch (error) {
    return refuse(
      'unreadable',
      `${paths.store} could not be asked: ${error instanceof Error ? error.message : 'unknown error'}`,
    );
  }
}
