import { DAEMONS } from '@clawnex/proto/daemons.ts';

/** One file per daemon, and one per worker thread, beside it. Keys are the names under `dist/`. */
export const BUNDLES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(DAEMONS.map((daemon) => [daemon, `services/${daemon}/src/main.ts`])),
  'shield-worker': 'services/shield/src/scan/worker.ts',
  'reader-worker': 'shared/store/reader-worker.ts',
};

/** Native modules: loaded from node_modules, never bundled. */
export const EXTERNAL_PACKAGES = ['better-sqlite3', '@node-rs/argon2'];

/** Data that the bundles read at run time, by its name under `dist/`. */
export const BESIDE_BUNDLES: Readonly<Record<string, string>> = {
  'correlator-rules': 'services/correlator/rules',
  'builtin-rules.json': 'shared/detection/builtin-rules.json',
  'model.json': 'shared/detection/model/model.json',
};
