import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nkeys } from 'nats';
import { z } from 'zod';
import type { Paths } from '../kernel/paths.ts';

/**
 * A value of the configuration as it lies in the bucket. The broker's permissions say who may write there, yet the
 * broker itself delivers a message to whatever subject a consumer names as the place to answer to. So the reader does
 * not believe the bucket: the writer signs, and a rising serial keeps an old value from being played again.
 */
const SignedValue = z.strictObject({
  /** Rises with each value of a key: epoch ms of the signing, at least one more than the serial before. */
  serial: z.int().nonnegative(),
  /** JSON text of the value: what is signed is what is parsed. */
  value: z.string(),
  /** ed25519, base64url. */
  signature: z.base64url(),
});
export type SignedValue = z.infer<typeof SignedValue>;

export type OpenedValue =
  | { readonly ok: true; readonly serial: number; readonly value: unknown }
  | { readonly ok: false; readonly message: string };

/** Where the public half of the configuration's signing key is kept. */
export function signerFile(paths: Paths): string {
  return join(paths.broker, 'config-signer.pub');
}

export function signValue(seed: Uint8Array, key: string, serial: number, value: unknown): SignedValue {
  const text = JSON.stringify(value);
  const signature = nkeys.fromSeed(seed).sign(signedBytes(key, serial, text));
  return { serial, value: text, signature: Buffer.from(signature).toString('base64url') };
}

/** The serial of what is stored, 0 where nothing readable is. Not verified: only good for choosing the next. */
export function readSerial(text: string): number {
  const parsed = SignedValue.safeParse(parseJson(text));
  return parsed.success ? parsed.data.serial : 0;
}

/** Checks that the holder of the signing key made this value for this key. */
export function openSignedValue(paths: Paths, key: string, text: string): OpenedValue {
  const parsed = SignedValue.safeParse(parseJson(text));
  if (!parsed.success) return { ok: false, message: 'it is not signed.' };
  const file = signerFile(paths);
  let signer: string;
  try {
    signer = readFileSync(file, 'utf8').trim();
  } catch {
    return {
      ok: false,
      message: `${file} cannot be read, so nothing can be verified. Start the broker again.`,
    };
  }
  const { serial, value, signature } = parsed.data;
  if (!isSignedBy(signer, signedBytes(key, serial, value), Buffer.from(signature, 'base64url')))
    return { ok: false, message: 'it is not signed by the dashboard-api of this installation.' };
  return { ok: true, serial, value: parseJson(value) };
}

/** nkeys throws on a damaged key or signature where others say no. */
function isSignedBy(signer: string, bytes: Uint8Array, signature: Uint8Array): boolean {
  try {
    return nkeys.fromPublic(signer).verify(bytes, signature);
  } catch {
    return false;
  }
}

function signedBytes(key: string, serial: number, text: string): Uint8Array {
  return new TextEncoder().encode(`clawnex_config\n${key}\n${serial}\n${text}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
