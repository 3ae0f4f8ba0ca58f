import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { LINUX, NOW_MS, scanMachine } from '../testing/machine.ts';
import type { AdvisorySet } from './advisory.ts';
import { builtinAdvisories } from './builtin.ts';
import { parsePublicKey, readBundle, signerOf } from './bundle.ts';
import { baseScore } from './cvss.ts';
import { ageOf } from './data-age.ts';
import { matchAdvisories } from './match.ts';
import { parseRanges } from './parse-table.ts';

const OPTIONS = { name: 'test', dated_ms: NOW_MS, table_package: 'npm/openclaw' };
const DAY_MS = 24 * 3_600_000;
const osv = (id: string, more: object = {}) => ({
  id,
  summary: 'A flaw',
  affected: [
    {
      package: { ecosystem: 'PyPI', name: 'Some_Package' },
      ranges: [
        {
          type: 'ECOSYSTEM',
          events: [{ introduced: '0' }, { fixed: '1.2' }, { introduced: '2.0rc1' }, { last_affected: '2.4' }],
        },
      ],
    },
  ],
  ...more,
});
const read = (value: unknown): AdvisorySet => {
  const bundle = readBundle(Buffer.from(JSON.stringify(value)), OPTIONS);
  assert.ok(bundle.ok, bundle.ok ? '' : bundle.message);
  return bundle.set;
};
const affected = (set: AdvisorySet, name: string, version: string, ecosystem: 'npm' | 'PyPI' = 'PyPI') =>
  matchAdvisories([set], [{ ecosystem, name, version, path: '/p', state: 'installed' }], NOW_MS)
    .vulnerabilities;

test('OSV ranges open, close and open again', () => {
  const set = read(osv('PYSEC-1'));
  for (const [version, expected] of [
    ['1.1.9', 1],
    ['1.2', 0],
    ['1.9', 0],
    ['2.0b9', 0],
    ['2.0', 1],
    ['2.4', 1],
    ['2.4.1', 0],
  ] as const)
    assert.equal(affected(set, 'some-package', version).length, expected, version);
  assert.equal(affected(set, 'some-package', '1.0')[0]?.fixed, '1.2');
});

test('withdrawn records are left out, malware is critical, exploited comes first', () => {
  const set = read({
    format: 'clawnex-advisories/1',
    name: 'mine',
    dated: '2026-11-20',
    exploited: ['CVE-2026-9'],
    advisories: [
      osv('A-1', { withdrawn: '2026-01-01T00:00:00Z' }),
      osv('MAL-2026-1'),
      osv('A-2', { aliases: ['CVE-2026-9'], database_specific: { severity: 'LOW' } }),
    ],
  });
  const found = affected(set, 'some-package', '1.0');
  assert.deepEqual(
    found.map(({ advisory, severity, exploited }) => [advisory, severity, exploited]),
    [
      ['A-2', 'low', true],
      ['MAL-2026-1', 'critical', false],
    ],
  );
});

test('one flaw under two ids and from two sources is said once', () => {
  const one = read(osv('GHSA-1', { aliases: ['CVE-2026-1'] }));
  const other = read(osv('CVE-2026-1'));
  const items = [
    { ecosystem: 'PyPI', name: 'some-package', version: '1.0', path: '/p', state: 'installed' },
  ] as const;
  assert.equal(matchAdvisories([one, other], items, NOW_MS).vulnerabilities.length, 1);
});

test('a version of no known form is neither vulnerable nor clean', () => {
  const items = [
    { ecosystem: 'PyPI', name: 'some-package', version: 'main', path: '/p', state: 'installed' },
  ] as const;
  const { vulnerabilities, unknown } = matchAdvisories([read(osv('A-1'))], items, NOW_MS);
  assert.deepEqual([vulnerabilities.length, unknown.length], [0, 1]);
});

test('tables are read with their ranges; rows without versions are named', () => {
  const table =
    'id\tghsa\tseverity\tcvss\taffected\ttitle\r\nCVE-1\tGHSA-1\tHIGH\t\t< 2026.2.2\tA\r\nCVE-2\t\tLOW\t\t< 50a2481652b6\tB\r\n';
  const bundle = readBundle(gzipSync(table), OPTIONS);
  assert.ok(bundle.ok);
  assert.equal(affected(bundle.set, 'openclaw', '2026.2.2-beta.1', 'npm').length, 1);
  assert.equal(affected(bundle.set, 'openclaw', '2026.2.2-3', 'npm').length, 0);
  assert.match(bundle.left_out[0] ?? '', /line 3: CVE-2 has no range/);
  assert.deepEqual(
    parseRanges('<= 1.2 || = 1.4')?.map(({ last }) => last),
    ['1.2', '1.4'],
  );
});

test('what is no bundle is refused with the place of the fault', () => {
  for (const [text, message] of [
    ['<html>', /neither JSON/],
    ['{"format":"clawnex-advisories/1"}', /name/],
    ['[{"id":7}]', /record 1: id/],
  ] as const) {
    const bundle = readBundle(Buffer.from(text), OPTIONS);
    assert.ok(!bundle.ok && message.test(bundle.message), JSON.stringify(bundle));
  }
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 200 }),
      (bytes) => typeof readBundle(Buffer.from(bytes), OPTIONS).ok === 'boolean',
    ),
    { numRuns: 100 },
  );
});

test('a signature counts only by a trusted key, over every byte', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const key = parsePublicKey('us', publicKey.export({ type: 'spki', format: 'pem' }).toString());
  assert.ok(key !== null);
  const bytes = Buffer.from('{}');
  const signature = sign(null, bytes, privateKey).toString('base64');
  assert.equal(signerOf(bytes, signature, [key]), 'us');
  assert.equal(signerOf(Buffer.from('{ }'), signature, [key]), null);
  assert.equal(signerOf(bytes, signature, []), null);
  const raw = publicKey.export({ format: 'jwk' }).x ?? '';
  assert.ok(parsePublicKey('raw', Buffer.from(raw, 'base64url').toString('base64')) !== null);
  assert.equal(parsePublicKey('bad', 'ssh-ed25519 AAAA'), null);
});

test('scores of CVSS 3 vectors are those of the specification', () => {
  for (const [vector, score] of [
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 9.8],
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H', 10],
    ['CVSS:3.0/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:N/A:N', 5.5],
    ['CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N', 3.1],
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N', 0],
  ] as const)
    assert.equal(baseScore(vector), score, vector);
  assert.equal(baseScore('CVSS:4.0/AV:N'), null);
});

test('data ages by its own date: after a week it may say vulnerable, but no longer clean', async () => {
  const day = (days: number) => ageOf(NOW_MS - days * DAY_MS, NOW_MS);
  assert.deepEqual([0.5, 2, 8, 31].map(day), ['fresh', 'aging', 'stale', 'expired']);
  const machine = { ...LINUX, 'usr/lib/node_modules/openclaw/package.json': '{"version":"2026.9.6"}' };
  const old = builtinAdvisories().dated_ms + 8 * DAY_MS;
  const at = async (version: string) => {
    const snapshot = await scanMachine(
      { ...machine, 'usr/lib/node_modules/openclaw/package.json': `{"version":"${version}"}` },
      { check: 'AI-22', now_ms: old },
    );
    return snapshot.checks?.[0]?.result;
  };
  assert.equal(await at('2026.9.6'), 'not_evaluated');
  assert.equal(await at('2026.1.20'), 'fail');
});
