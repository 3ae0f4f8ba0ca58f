import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { scanRoot } from '@clawnex/host-scanner/src/scan-root.ts';
import { NOW_MS } from '@clawnex/host-scanner/src/testing/machine.ts';
import type { Finding } from '@clawnex/proto/events/posture.ts';
import { layMachine, plantAll } from './make-machine.ts';
import { PLANTS, type Plant } from './plants.ts';

describe('a machine made bad on purpose', () => {
  const root = mkdtempSync(join(tmpdir(), 'clawnex-plants-'));
  before(() => layMachine(root, 'good'));
  after(() => rmSync(root, { recursive: true, force: true }));

  const scan = () => scanRoot(root, { host: 'host-a', clock: { now: () => NOW_MS, monotonicUs: () => 0 } });
  const failures = async () => (await scan()).findings.filter(({ result }) => result === 'fail');
  const show = (findings: readonly Finding[]) =>
    findings.map(({ check, subject, evidence }) => `${check} ${subject}: ${evidence}`).join('\n');
  let found: readonly Finding[] = [];

  test('before, nothing fails and the grade is good', async () => {
    const { findings, grade } = await scan();
    const failed = findings.filter(({ result }) => result === 'fail');
    assert.deepEqual(failed, [], show(failed));
    assert.equal(grade?.letter, 'A', grade?.formula);
  });

  test(`each of ${PLANTS.length} plants is found at its place`, async () => {
    plantAll(root);
    found = await failures();
    const missed = PLANTS.filter((plant) => findingOf(plant, found) === undefined).map(({ name }) => name);
    assert.deepEqual(missed, [], show(found));
    const { grade } = await scan();
    assert.ok((grade?.score ?? 100) <= 49, grade?.formula);
  });

  test('after what the findings say is done, nothing fails', async () => {
    for (const plant of PLANTS) mend(root, plant, findingOf(plant, found));
    const left = await failures();
    assert.deepEqual(left, [], show(left));
  });
});

function findingOf({ check, at }: Plant, findings: readonly Finding[]): Finding | undefined {
  return findings.find(
    (finding) => finding.check === check && `${finding.subject} ${finding.evidence}`.includes(at),
  );
}

function mend(root: string, { mend: how, name }: Plant, finding: Finding | undefined): void {
  assert.ok(finding !== undefined, name);
  if (how === 'commands') {
    const command = commandsOf(finding.fix, root);
    const ran = spawnSync('/bin/sh', ['-euc', command], { encoding: 'utf8', env: { PATH: '/usr/bin:/bin' } });
    assert.equal(ran.status, 0, `${name}: ${command}\n${ran.stderr}`);
    return;
  }
  for (const [path, text] of Object.entries(how)) {
    const file = join(root, path);
    rmSync(file, { recursive: true, force: true });
    if (text === null) continue;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { mode: 0o600 });
  }
}

/** The commands of a fix, with absolute paths below the root. Words for people before a semicolon are left out. */
function commandsOf(fix: string, root: string): string {
  const commands = fix
    .split(/; | or the file: /)
    .filter((part) => /^(?:chmod|rm|mkdir|printf) /.test(part.trim()));
  assert.ok(commands.length > 0, fix);
  return commands.map((command) => command.replace(/(?<= )\/(?=[\w.])/g, `${root}/`)).join('\n');
}
