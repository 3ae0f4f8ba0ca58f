import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { DAEMONS } from '@clawnex/proto/daemons.ts';

const UNITS = join(import.meta.dirname, '../../systemd');
/** systemd's own scale from 0 (safe) to 10; a bare service scores 9.6. */
const EXPOSURE_MAX = 2.0;

/** systemd looks units and their programs up below this folder instead of `/`. */
let root = '';

describe('systemd units', () => {
  before(() => {
    root = mkdtempSync(join(tmpdir(), 'clawnex-units-'));
    const programs = join(root, 'opt/clawnex/runtime/bin');
    mkdirSync(programs, { recursive: true });
    for (const name of ['node', 'nats-server']) {
      writeFileSync(join(programs, name), '#!/bin/sh\n');
      chmodSync(join(programs, name), 0o755);
    }
    cpSync(UNITS, join(root, 'etc/systemd/system'), { recursive: true });
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  test('there is one for each daemon, one for the broker, and a target for all', () => {
    const services = readdirSync(UNITS).filter((name) => name.endsWith('.service'));
    const expected = [...DAEMONS, 'nats'].map((name) => `clawnex-${name}.service`);
    assert.deepEqual(services.sort(), expected.sort());
    const target = readFileSync(join(UNITS, 'clawnex.target'), 'utf8');
    for (const service of expected) assert.ok(target.includes(service), service);
  });

  test('systemd accepts all of them without a word', () => {
    const done = spawnSync(
      'systemd-analyze',
      ['verify', `--root=${root}`, 'etc/systemd/system/clawnex.target'],
      { encoding: 'utf8' },
    );
    assert.equal(done.error, undefined);
    assert.equal(`${done.stdout}${done.stderr}`, '');
    assert.equal(done.status, 0);
  });

  test('a unit that systemd does not understand is noticed', () => {
    const file = join(root, 'etc/systemd/system/clawnex-wrong.service');
    writeFileSync(file, '[Service]\nExecStart=/opt/clawnex/runtime/bin/node\nProtectSytem=strict\n');
    const done = spawnSync(
      'systemd-analyze',
      ['verify', `--root=${root}`, 'etc/systemd/system/clawnex-wrong.service'],
      { encoding: 'utf8' },
    );
    assert.match(`${done.stdout}${done.stderr}`, /ProtectSytem/);
    rmSync(file);
  });

  for (const name of [...DAEMONS, 'nats']) {
    test(`clawnex-${name} is confined`, () => {
      const done = spawnSync(
        'systemd-analyze',
        ['security', '--offline=true', `--root=${root}`, '--no-pager', `clawnex-${name}.service`],
        { encoding: 'utf8' },
      );
      const exposure = /exposure level for [^:]{1,80}: ([0-9.]{1,4})/.exec(done.stdout)?.[1];
      assert.ok(exposure !== undefined, done.stderr);
      assert.ok(Number(exposure) <= EXPOSURE_MAX, `exposure ${exposure}`);
    });
  }
});
