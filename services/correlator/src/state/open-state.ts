import type { Paths } from '@clawnex/shared/kernel/paths.ts';
import type { Database } from '@clawnex/shared/store/database.ts';
import { openStoreWriter } from '@clawnex/shared/store/open-store.ts';
import { migrateState } from './schema.ts';

/** Opens the correlator's own database; makes it where there is none. Throws `ConfigError` when it cannot be used. */
export function openState(paths: Paths): Database {
  const db = openStoreWriter({ ...paths, store: paths.correlatorStore });
  try {
    migrateState(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}
