import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compareVersions, parseVersion } from './compare-versions.ts';

test('orders releases, betas before them and rebuilds after them', () => {
  const rising = ['2026.1.24', '2026.1.24-3', '2026.2.2-beta.1', '2026.2.2', '2026.2.2-3', '2026.2.10'];
  const parsed = rising.map((text) => parseVersion(text) ?? assert.fail(text));
  for (const [index, version] of parsed.entries()) {
    const next = parsed[index + 1];
    if (next !== undefined) assert.ok(compareVersions(version, next) < 0, rising[index]);
  }
  assert.ok(compareVersions(parseVersion('1.83.7rc1') ?? [], parseVersion('1.83.7') ?? []) < 0);
  assert.equal(compareVersions(parseVersion('1.82') ?? [], parseVersion('1.82.0') ?? []), 0);
});

test('does not know other forms', () => {
  for (const text of ['', 'latest', '1', '1.2.3.4', '1!2.0.0', '1.2.3 OR 1'])
    assert.equal(parseVersion(text), null, text);
});

test('is an order: what is older one way is newer the other', () => {
  const version = fc.tuple(fc.nat(9999), fc.nat(99), fc.nat(99), fc.integer({ min: -1, max: 9 }));
  fc.assert(
    fc.property(
      version,
      version,
      (a, b) => Math.sign(compareVersions(a, b)) === 0 - Math.sign(compareVersions(b, a)),
    ),
  );
});
