import { globSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { parseArgs } from 'node:util';
import { ensureLitellm } from '../test/litellm/install.ts';
import { bringNatsServer } from './bring/nats-server.ts';
import { report } from './bring/report.ts';
import { bringTestPrograms } from './bring/test-programs.ts';
import { buildSuite } from './build/build.ts';
import { runChecks } from './checks/checks.ts';

const USAGE = `Usage: scripts/test [--yes] [PATH ...]

Brings what tests need (Chromium, Caddy, a Python environment with LiteLLM) and runs everything.
With paths, only test files below them, and none of the checks.

  --yes   answer yes where a system package has to be installed
`;

/** Test files at once. Most wait on processes and sockets; more than the cores would only make them late. */
const FILES_AT_ONCE = 2;
/** A test that takes longer hangs. The slowest honest one starts a real LiteLLM. */
const TEST_DEADLINE_MS = 300_000;

const { values, positionals } = parseArgs({
  options: { yes: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  allowPositionals: true,
});
const root = join(import.meta.dirname, '..');

if (values.help === true) process.stdout.write(USAGE);
else await testAll(values.yes === true, positionals);

async function testAll(yes: boolean, paths: readonly string[]): Promise<void> {
  try {
    const runtime = process.env['CLAWNEX_RUNTIME'] ?? '';
    await bringNatsServer(runtime, yes);
    // What we brought without the system's package manager is on no one's PATH.
    process.env['PATH'] = [join(runtime, 'bin'), process.env['PATH']].join(delimiter);
    process.env['CLAWNEX_TEST_CHROMIUM'] ??= await bringTestPrograms(yes);
    await ensureLitellm();
    await buildSuite(root);
  } catch (error) {
    report(error instanceof Error ? error.message : String(error));
    process.exit(1);
  }
  const checks = paths.length === 0 ? runChecks(root) : { passed: 0, failed: 0 };
  const tests = await runTests(findTests(paths));
  const passed = checks.passed + tests.passed;
  const failed = checks.failed + tests.failed;
  process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
  process.exit(failed === 0 && tests.passed > 0 ? 0 : 1);
}

function findTests(paths: readonly string[]): string[] {
  const exclude = (name: string) => name === 'node_modules' || name === 'dist';
  const all = globSync('{proto,shared,services,scripts,test}/**/*.test.ts', { cwd: root, exclude });
  const wanted = paths.map((path) => path.replace(/\/$/, ''));
  const chosen = all.filter(
    (file) => wanted.length === 0 || wanted.some((path) => file === path || file.startsWith(`${path}/`)),
  );
  return chosen.sort().map((file) => join(root, file));
}

function runTests(files: readonly string[]): Promise<{ passed: number; failed: number }> {
  return new Promise((resolve) => {
    const stream = run({
      files: [...files],
      concurrency: FILES_AT_ONCE,
      timeout: TEST_DEADLINE_MS,
      execArgv: ['--import', 'tsx'],
      cwd: root,
    });
    let passed = 0;
    let failed = 0;
    stream.on('test:summary', (summary) => {
      if (summary.file !== undefined) return;
      passed = summary.counts.passed;
      failed = summary.counts.tests - summary.counts.passed - summary.counts.skipped - summary.counts.todo;
    });
    const output = stream.compose(spec);
    output.on('end', () => resolve({ passed, failed }));
    output.pipe(process.stdout, { end: false });
  });
}
