import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { databaseStore, otherRuntimes, sampleProject, VENDOR_HOMES } from './homes.ts';

const run = promisify(execFile);
const ROOT = resolve(import.meta.dirname, '../..');
/** The audit and nothing else, for a process that may do nothing else. */
const AUDIT = `
  import { auditHome } from '@clawnex/trust-audit/src/audit-home.ts';
  const { snapshot } = await auditHome(process.argv[1], { host: 'host-a' });
  const of = (result) => snapshot.findings.filter((finding) => finding.result === result);
  const unread = of('not_evaluated').filter(({ check }) => check === 'TA-02').map(({ subject }) => subject);
  process.stdout.write(JSON.stringify({ failed: of('fail').length, unread }));
`;
const OUTPUT_BYTES_MAX = 32_000_000;

/**
 * Node's own permission model: reading is allowed in the program and in the home only, writing nowhere, and neither
 * processes nor threads may be started. Any attempt ends the audit with an error.
 */
async function auditConfined(home: string): Promise<{ failed: number; unread: string[] }> {
  const allowed = [ROOT, home].map((path) => `--allow-fs-read=${path}`);
  const args = ['--permission', ...allowed, '--input-type=module', '--eval', AUDIT, home];
  const { stdout } = await run(process.execPath, args, { cwd: ROOT, maxBuffer: OUTPUT_BYTES_MAX });
  return JSON.parse(stdout);
}

for (const [name, make] of Object.entries({
  'a weak home with bait': VENDOR_HOMES['05-deliberately-weak-plus-evil-plugin-and-skill'],
  'a project': sampleProject,
  'other runtimes': otherRuntimes,
  'a database': databaseStore,
}))
  test(`starts nothing, writes nothing and reads nothing outside: ${name}`, async () => {
    const home = make?.();
    assert.ok(home !== undefined);
    try {
      const { failed } = await auditConfined(home.root);
      assert.ok(failed > 5);
    } finally {
      home.remove();
    }
  });

test('reads no settings through links and includes that lead out of the home', async () => {
  const home = sampleProject();
  try {
    mkdirSync(join(home.root, '.openclaw'));
    symlinkSync('/etc/hosts', join(home.root, '.openclaw/openclaw.json'));
    symlinkSync('/etc', join(home.root, 'project'));
    home
      .put('.openclaw-a/openclaw.json', '{ "$include": "/etc/passwd" }')
      .put('.openclaw-b/openclaw.json', '{ "$include": "../../../../etc/passwd" }');
    const { unread } = await auditConfined(home.root);
    assert.deepEqual(unread.sort(), [
      '~/.openclaw-a/openclaw.json',
      '~/.openclaw-b/openclaw.json',
      '~/.openclaw/openclaw.json',
    ]);
  } finally {
    home.remove();
  }
});
