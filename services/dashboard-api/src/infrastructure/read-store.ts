import { statSync } from 'node:fs';
import type { Database } from '@clawnex/shared/store/database.ts';
import { readSchemaVersion } from '@clawnex/shared/store/migrate-store.ts';
import { storeProblemOf } from '@clawnex/shared/store/store-problem.ts';
import type { StoreView } from './infrastructure-monitor.ts';

/** The store as its files and a small read show it. */
export function readStore(db: Database): StoreView {
  const sizes = { file_bytes: sizeOf(db.name), wal_bytes: sizeOf(`${db.name}-wal`) };
  if (sizes.file_bytes === null) {
    return {
      ...sizes,
      schema_version: null,
      problem: `The database ${db.name} is gone. Restore it from a backup.`,
    };
  }
  try {
    return { ...sizes, schema_version: readSchemaVersion(db), problem: null };
  } catch (error) {
    const problem = storeProblemOf(error, db.name);
    if (problem === null) throw error;
    return { ...sizes, schema_version: null, problem: problem.sentence };
  }
}

function sizeOf(file: string): number | null {
  return statSync(file, { throwIfNoEntry: false })?.size ?? null;
}
