import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Paths, resolvePaths } from '../../kernel/paths.ts';
import type { Database } from '../database.ts';
import { migrateStore } from '../migrate-store.ts';
import { openStoreWriter } from '../open-store.ts';

export interface TempStore {
  readonly paths: Paths;
  readonly db: Database;
  close(): void;
}

/** A migrated store in a folder of its own. */
export function openTempStore(): TempStore {
  const { paths, remove } = tempHome();
  const db = openStoreWriter(paths);
  migrateStore(db);
  return {
    paths,
    db,
    close() {
      db.close();
      remove();
    },
  };
}

export function tempHome(): { readonly paths: Paths; remove(): void } {
  const home = mkdtempSync(join(tmpdir(), 'clawnex-store-'));
  return {
    paths: resolvePaths({ CLAWNEX_HOME: home }),
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}
