import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { BrokerUser } from '@clawnex/proto/daemons.ts';
import { nkeys } from 'nats';
import { ConfigError } from '../kernel/config.ts';
import type { Paths } from '../kernel/paths.ts';
import { readSecretFile } from '../kernel/secrets.ts';

/** Where a broker user's seed (ed25519, nkey text) is kept. */
export function brokerSeedFile(paths: Paths, user: BrokerUser): string {
  return join(paths.secrets, 'broker', `${user}.nk`);
}

/** Reads a user's seed. Throws `ConfigError` when the file is missing or does not hold a seed. */
export function readBrokerSeed(paths: Paths, user: BrokerUser): Uint8Array {
  const file = brokerSeedFile(paths, user);
  const seed = new TextEncoder().encode(readSecretFile(file));
  try {
    nkeys.fromSeed(seed);
  } catch {
    throw new ConfigError(`The broker key ${file} is not an nkey seed. Remove it and start again.`);
  }
  return seed;
}

/** The public key of a user, made with its seed at first use. Of two processes that start together, the first wins. */
export function ensureBrokerKey(paths: Paths, user: BrokerUser): string {
  const file = brokerSeedFile(paths, user);
  if (!existsSync(file)) createSeedFile(file);
  return nkeys.fromSeed(readBrokerSeed(paths, user)).getPublicKey();
}

/** Writes aside and links, so that the file appears whole or not at all. */
function createSeedFile(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const seed = new TextDecoder().decode(nkeys.createUser().getSeed());
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, `${seed}\n`, { mode: 0o600, flag: 'wx' });
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}
