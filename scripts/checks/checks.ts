import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** A check of the sources that is not a test file. */
interface Check {
  readonly name: string;
  readonly args: readonly string[];
}

const CHECKS: readonly Check[] = [
  { name: 'types of the daemons', args: ['node_modules/.bin/tsc', '--noEmit', '-p', '.'] },
  {
    name: 'types of the dashboard',
    args: ['node_modules/.bin/tsc', '--noEmit', '-p', 'services/dashboard-api/web'],
  },
  { name: 'types of the browser tests', args: ['node_modules/.bin/tsc', '--noEmit', '-p', 'test/browser'] },
  { name: 'format and lint', args: ['node_modules/.bin/biome', 'check', '.'] },
  { name: 'dead code and undeclared packages', args: ['node_modules/.bin/knip'] },
  { name: 'generated contracts are current', args: [process.execPath, 'scripts/generate.ts', '--check'] },
];

/** Runs every check; prints what failed. Returns how many passed and failed. */
export function runChecks(root: string): { passed: number; failed: number } {
  let passed = 0;
  let failed = 0;
  for (const { name, args } of CHECKS) {
    const [program = '', ...rest] = args;
    const file = program.startsWith('/') ? program : join(root, program);
    const done = spawnSync(file, rest, {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1' },
    });
    if (done.status === 0) {
      passed += 1;
      process.stdout.write(`✔ ${name}\n`);
    } else {
      failed += 1;
      process.stdout.write(
        `✖ ${name}\n${done.stdout ?? ''}${done.stderr ?? ''}${done.error?.message ?? ''}\n`,
      );
    }
  }
  return { passed, failed };
}
