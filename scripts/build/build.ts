import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { report } from '../bring/report.ts';
import { buildDaemons } from './build-daemons.ts';
import { BUNDLES } from './bundles.ts';
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
    await buildDaemons(root, dist, BUNDLES);
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
