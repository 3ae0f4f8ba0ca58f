import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import fc from 'fast-check';
import { compareDebian } from './debian.ts';
import { compareOpenClaw } from './openclaw.ts';
import type { VersionOrder } from './order.ts';
import { comparePep440 } from './pep440.ts';
import { compareSemver } from './semver.ts';

/** Every version is older than each after it. */
function assertRising(order: VersionOrder, versions: readonly string[]): void {
  for (const [at, one] of versions.entries())
    for (const other of versions.slice(at + 1)) {
      assert.ok((order(one, other) ?? 0) < 0, `${one} < ${other}`);
      assert.ok((order(other, one) ?? 0) > 0, `${other} > ${one}`);
    }
}

function assertSame(order: VersionOrder, one: string, other: string): void {
  assert.equal(order(one, other), 0, `${one} = ${other}`);
}

test('orders semver as its own text does', () => {
  assertRising(compareSemver, [
    '1.0.0-0',
    '1.0.0-alpha',
    '1.0.0-alpha.1',
    '1.0.0-alpha.beta',
    '1.0.0-beta',
    '1.0.0-beta.2',
    '1.0.0-beta.11',
    '1.0.0-rc.1',
    '1.0.0',
    '1.0.9007199254740993',
    '1.0.9007199254740995',
    '1.2.0',
    '1.10.0',
  ]);
  assertSame(compareSemver, 'v1.2.3+build.5', '1.2.3');
});

test('orders Python versions', () => {
  assertRising(comparePep440, [
    '1.0.dev0',
    '1.0.dev456',
    '1.0a1.dev1',
    '1.0a1',
    '1.0a2.dev456',
    '1.0a12.dev456',
    '1.0a12',
    '1.0b1.dev456',
    '1.0b2',
    '1.0b2.post345.dev456',
    '1.0b2.post345',
    '1.0rc1.dev456',
    '1.0rc1',
    '1.0',
    '1.0+abc.5',
    '1.0+abc.7',
    '1.0+5',
    '1.0.post456.dev34',
    '1.0.post456',
    '1.1.dev1',
    '1.83.7',
    '1.107.0',
    '1!0.5',
  ]);
  assertSame(comparePep440, '1.82', 'v1.82.0');
  assertSame(comparePep440, '1.0-C1', '1.0.rc1');
  assertSame(comparePep440, '1.0-3', '1.0.post3');
});

test('orders Debian versions', () => {
  assertRising(compareDebian, [
    '1.0~~',
    '1.0~~a',
    '1.0~',
    '1.0',
    '1.0-1~bpo12+1',
    '1.0-1',
    '1.0-1+deb12u1',
    '1.0-1+deb12u10',
    '1.0-2',
    '1.0a-1',
    '1.0+dfsg-1',
    '1.0.1-1',
    '2:0.1-1',
  ]);
  assertSame(compareDebian, '0:1.02-1', '1.2-01');
  assertSame(compareDebian, '1.0', '1.0-0');
});

test('orders OpenClaw versions: betas before the release, rebuilds after it', () => {
  assertRising(compareOpenClaw, [
    '2026.1.24-beta.2',
    '2026.1.24',
    '2026.1.24-1',
    '2026.1.24-3',
    '2026.2.2-beta.1',
    '2026.2.2-beta.11',
    '2026.2.2',
    '2026.2.2-3',
    '2026.2.10',
    '2026.7.2-beta.1',
    '2026.10.1',
  ]);
});

test('knows no order for what is no version', () => {
  for (const [order, bad] of [
    [compareSemver, ['', '1.2', '01.2.3', 'latest', '1.2.3 || 2', `1.2.${'3'.repeat(200)}`]],
    [comparePep440, ['', 'latest', '1..2', '1.0+', '1.2 3']],
    [compareDebian, ['', '-1', 'a:1', '1:', '1 2']],
    [compareOpenClaw, ['', '2026.1', 'latest', '2026.1.2-what']],
  ] as const)
    for (const text of bad) assert.equal(order('1.2.3', text), null, JSON.stringify(text));
});

test('each order is antisymmetric and transitive', () => {
  const part = fc.oneof(
    fc.nat(120).map(String),
    fc.constantFrom('a', 'rc', 'beta', '~', '+deb12u', '.post', '.dev'),
  );
  const text = fc
    .tuple(
      fc.nat(30),
      fc.nat(30),
      fc.nat(30),
      fc.constantFrom('', '-', '.', '+', '~'),
      fc.array(part, { maxLength: 3 }),
    )
    .map(([a, b, c, mark, parts]) => `${a}.${b}.${c}${mark}${parts.join('')}`);
  for (const order of [compareSemver, comparePep440, compareDebian, compareOpenClaw])
    fc.assert(
      fc.property(text, text, text, (a, b, c) => {
        const [ab, ba, bc, ac] = [order(a, b), order(b, a), order(b, c), order(a, c)];
        if (ab === null || ba === null || bc === null || ac === null) return true;
        if (Math.sign(ab) !== 0 - Math.sign(ba)) return false;
        return !(ab <= 0 && bc <= 0) || ac <= 0;
      }),
      { numRuns: Number(process.env['CLAWNEX_TEST_RUNS'] ?? 300) },
    );
});

test('agrees with dpkg where it is installed', (t) => {
  if (spawnSync('dpkg', ['--version']).error !== undefined) return t.skip('there is no dpkg here');
  const pairs = [
    ['1.2.3-1+deb12u1', '1.2.3-1+deb12u2'],
    ['1:1.0-1', '9.9-1'],
    ['1.0~rc1-1', '1.0-1'],
    ['1.0a', '1.0+'],
    ['2.36-9+deb12u13', '2.36-9+deb12u9'],
    ['1.2-~', '1.2'],
    ['1.0.', '1.0'],
    ['1.0-1', '1.0-1.1'],
  ] as const;
  for (const [one, other] of pairs) {
    const asked = spawnSync('dpkg', ['--compare-versions', one, 'lt', other]).status === 0;
    assert.equal((compareDebian(one, other) ?? 0) < 0, asked, `${one} lt ${other}`);
  }
});
