import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build as bundle } from 'esbuild';
import { report } from '../bring/report.ts';
import { BESIDE_BUNDLES, BUNDLES, EXTERNAL_PACKAGES } from './bundles.ts';
import { fingerprint, stampMatches, writeStamp } from './stamp.ts';

const DAEMON_SOURCES = [
  'package-lock.json',
  'proto/**/*.ts',
  'shared/**/*',
  'services/*/src/**/*',
  'services/correlator/rules/*',
  'scripts/build/*.ts',
];
const WEB_SOURCES = [
  'package-lock.json',
  'proto/**/*.ts',
  'services/dashboard-api/web/{src,public}/**/*',
  'services/dashboard-api/web/*',
];

/** Builds what changed since the last build: the daemons' bundles and the dashboard. */
export async function buildSuite(root: string): Promise<void> {
  const dist = join(root, 'dist');
  const daemonStamp = fingerprint(root, DAEMON_SOURCES);
  if (!stampMatches(join(dist, '.stamp'), daemonStamp)) {
    report('building the daemons ...');
    await buildDaemons(root, dist);
    for (const [name, source] of Object.entries(BESIDE_BUNDLES))
      cpSync(join(root, source), join(dist, name), { recursive: true });
    writeStamp(join(dist, '.stamp'), daemonStamp);
  }
  const web = join(root, 'services/dashboard-api/web');
  const webStamp = fingerprint(root, WEB_SOURCES);
  if (!stampMatches(join(web, 'dist/.stamp'), webStamp)) {
    report('building the dashboard ...');
    const { build: buildWeb } = await import('vite');
    await buildWeb({ root: web, logLevel: 'warn' });
    writeStamp(join(web, 'dist/.stamp'), webStamp);
  }
  if (!stampMatches(join(dist, 'web/.stamp'), webStamp)) {
    // Beside the bundles, so that `dist/` alone is a whole installation.
    rmSync(join(dist, 'web'), { recursive: true, force: true });
    cpSync(join(web, 'dist'), join(dist, 'web'), { recursive: true });
  }
}

async function buildDaemons(root: string, dist: string): Promise<void> {
  rmSync(dist, { recursive: true, force: true });
  await bundle({
    absWorkingDir: root,
    entryPoints: { ...BUNDLES },
    outdir: dist,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    sourcemap: true,
    minifyWhitespace: true,
    minifySyntax: true,
    external: EXTERNAL_PACKAGES,
    logLevel: 'warning',
    // CommonJS packages inside an ES module bundle still call require for Node's own modules.
    banner: {
      js: "import { createRequire as bundleRequire } from 'node:module'; const require = bundleRequire(import.meta.url);",
    },
  });
}
