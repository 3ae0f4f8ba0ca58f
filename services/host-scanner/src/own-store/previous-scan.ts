import { existsSync } from 'node:fs';
import type { Paths } from '@clawnex/shared/kernel/paths.ts';
import { openStoreReader } from '@clawnex/shared/store/open-store.ts';
import { prepareQuery } from '@clawnex/shared/store/statement.ts';
import type { ComparableScan } from '../history/compare-scans.ts';
import { listPreviousFindings, readPreviousScan } from './own-store.sql.ts';

/** The last scan that was stored, so that a change during a restart is noticed too; null where there is none. */
export function readPreviousFromStore(paths: Paths, host: string): ComparableScan | null {
  if (!existsSync(paths.store)) return null;
  try {
    const db = openStoreReader(paths);
    try {
      const scan = prepareQuery(db, readPreviousScan).get({ host });
      if (scan === undefined) return null;
      const findings = prepareQuery(db, listPreviousFindings)
        .all({ host, snapshot_id: scan.snapshot_id })
        .map(({ check_name, ...finding }) => ({ ...finding, check: check_name }));
      return { snapshot_id: scan.snapshot_id, score: scan.score, findings };
    } finally {
      db.close();
    }
  } catch {
    // A database of an older schema, or one that is being made: then nothing is compared this once.
    return null;
  }
}
