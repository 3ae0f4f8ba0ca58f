import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from './config.ts';
import type { Paths } from './paths.ts';

/** 256 bits: beyond guessing, and what an ed25519 seed or an HMAC key wants. */
const SECRET_BYTES = 32;

/** Secrets of one installation, each a file (0600) in a private folder (0700). */
export const SECRET_NAMES = [
  'shield.token',
  'ingest.token',
  'traffic-tag.key',
  'audit-anchor.key',
  'fingerprint.key',
  'canary.key',
] as const;
export type SecretName = (typeof SECRET_NAMES)[number];

/** Reads a secret; makes it at first use. Two daemons starting together agree on one: creating is atomic. */
export function readOrCreateSecret(paths: Paths, name: SecretName): string {
  mkdirSync(paths.secrets, { recursive: true, mode: 0o700 });
  const file = join(paths.secrets, name);
  if (!existsSync(file)) createSecretFile(file);
  return readSecretFile(file);
}

/** Reads a secret file; throws `ConfigError` with the mending command when it is missing or empty. */
export function readSecretFile(file: string): string {
  if (!existsSync(file))
    throw new ConfigError(`The secret ${file} is missing. Run: scripts/clawnex secrets init`);
  const value = readFileSync(file, 'utf8').trim();
  if (value === '') throw new ConfigError(`The secret ${file} is empty. Remove it and start again.`);
  return value;
}

/** Compares in time that does not depend on where the two differ. */
export function secretsEqual(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

/** Writes aside and links: the file appears whole, and the first of two writers wins. */
function createSecretFile(file: string): void {
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, `${randomBytes(SECRET_BYTES).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  chmodSync(draft, 0o600);
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}
