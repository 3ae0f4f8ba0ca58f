import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { ConfigError } from './config.ts';
import { resolvePaths } from './paths.ts';
import { readOrCreateSecret, readSecretFile, secretsEqual } from './secrets.ts';
import { signTrafficTag, verifyTrafficTag } from './traffic-tag.ts';

const paths = resolvePaths({ CLAWNEX_HOME: mkdtempSync(join(tmpdir(), 'clawnex-secrets-')) });
after(() => rmSync(paths.home, { recursive: true, force: true }));

test('a secret is made once, private to its owner, and read the same ever after', () => {
  const first = readOrCreateSecret(paths, 'shield.token');
  assert.equal(readOrCreateSecret(paths, 'shield.token'), first);
  assert.ok(first.length >= 43);
  assert.equal(statSync(join(paths.secrets, 'shield.token')).mode & 0o777, 0o600);
  assert.equal(statSync(paths.secrets).mode & 0o777, 0o700);
  assert.notEqual(readOrCreateSecret(paths, 'ingest.token'), first);
});

test('a missing or empty secret file says what to do', () => {
  const file = join(paths.secrets, 'empty');
  assert.throws(() => readSecretFile(file), ConfigError);
  writeFileSync(file, '\n');
  assert.throws(() => readSecretFile(file), /is empty/);
});

test('secrets compare by value, whatever their lengths', () => {
  assert.ok(secretsEqual('abc', 'abc'));
  assert.ok(!secretsEqual('abc', 'abcd'));
  assert.ok(!secretsEqual('', 'a'));
});

test('a traffic tag is accepted only when genuine, whole and fresh', () => {
  const now = 1_800_000_000_000;
  const tag = signTrafficTag({ origin: 'demo', time_ms: now - 3_600_000 }, 'key', now);
  assert.deepEqual(verifyTrafficTag(tag, 'key', now + 60_000), { origin: 'demo', time_ms: now - 3_600_000 });
  assert.equal(verifyTrafficTag(tag, 'other key', now), null);
  assert.equal(verifyTrafficTag(tag, 'key', now + 11 * 60_000), null);
  assert.equal(verifyTrafficTag(tag.replace('demo', 'test'), 'key', now), null);
  assert.equal(verifyTrafficTag('', 'key', now), null);
  assert.equal(verifyTrafficTag(`${tag}.x`, 'key', now), null);
});
