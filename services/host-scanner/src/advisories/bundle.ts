import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import type { Advisory, AdvisorySet } from './advisory.ts';
import { parseOsv } from './parse-osv.ts';
import { isTable, parseTable } from './parse-table.ts';

/** All of npm's advisories are some hundred MiB; a bundle for agent stacks is a few. */
const BUNDLE_BYTES_MAX = 256 * 1_048_576;
const ADVISORIES_MAX = 500_000;

const Bundle = z.object({
  format: z.literal('clawnex-advisories/1'),
  name: z.string().min(1).max(128),
  /** The data's own date, ISO 8601. */
  dated: z.iso.datetime({ offset: true }).or(z.iso.date()),
  exploited: z.array(z.string().max(64)).max(100_000).default([]),
  advisories: z.array(z.unknown()).max(ADVISORIES_MAX),
});

export interface BundleOptions {
  /** Name of the file, for what has no name of its own. */
  readonly name: string;
  /** For what has no date of its own. */
  readonly dated_ms: number;
  /** The package of a table, as `ecosystem/name`. */
  readonly table_package: string;
}

export type ReadBundle =
  | { readonly ok: true; readonly set: AdvisorySet; readonly left_out: readonly string[] }
  | { readonly ok: false; readonly message: string };

/** A bundle, an OSV record, a list or lines of OSV records, or a table; each of them also packed with gzip. */
export function readBundle(bytes: Buffer, options: BundleOptions): ReadBundle {
  if (bytes.length > BUNDLE_BYTES_MAX) return refuse(`It is larger than ${BUNDLE_BYTES_MAX} bytes.`);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const text = unpack(bytes);
  if (text === null) return refuse('It is packed with gzip, and damaged or too large.');
  const base = { name: options.name, dated_ms: options.dated_ms, sha256, signed_by: null, exploited: [] };
  if (isTable(text)) {
    const [ecosystem = 'npm', ...name] = options.table_package.split('/');
    const { advisories, left_out } = parseTable(text, ecosystem, name.join('/'));
    const words = left_out.map(
      ({ line, id, affected }) =>
        `line ${line}: ${id} has no range of versions (${JSON.stringify(affected)})`,
    );
    return { ok: true, set: { ...base, advisories }, left_out: words };
  }
  const value = parseJsonOrLines(text);
  if (value === undefined)
    return refuse(
      'It is neither JSON, nor lines of JSON, nor a table with the columns id, ghsa, severity, cvss, affected, title.',
    );
  const isBundle = typeof value === 'object' && value !== null && 'format' in value;
  if (!isBundle) {
    const { advisories, left_out } = parseRecords(Array.isArray(value) ? value : [value]);
    if (advisories.length === 0 && left_out.length > 0)
      return refuse(`It holds no OSV record: ${left_out[0]}`);
    return { ok: true, set: { ...base, advisories }, left_out };
  }
  const parsed = Bundle.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return refuse(`${issue?.path.join('.') || 'the bundle'}: ${issue?.message ?? 'not a bundle'}`);
  }
  const { name, dated, exploited, advisories: records } = parsed.data;
  const { advisories, left_out } = parseRecords(records);
  return { ok: true, set: { ...base, name, dated_ms: Date.parse(dated), exploited, advisories }, left_out };
}

function parseRecords(records: readonly unknown[]): { advisories: Advisory[]; left_out: string[] } {
  const advisories: Advisory[] = [];
  const left_out: string[] = [];
  for (const [index, record] of records.entries()) {
    const parsed = parseOsv(record);
    if (!parsed.ok) left_out.push(`record ${index + 1}: ${parsed.message}`);
    else if (parsed.advisory === null)
      left_out.push(`record ${index + 1}: withdrawn, or without a package and versions`);
    else advisories.push(parsed.advisory);
  }
  return { advisories, left_out };
}

function unpack(bytes: Buffer): string | null {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes.toString('utf8');
  try {
    return gunzipSync(bytes, { maxOutputLength: BUNDLE_BYTES_MAX }).toString('utf8');
  } catch {
    return null;
  }
}

function parseJsonOrLines(text: string): unknown {
  const whole = parseJson(text);
  if (whole !== undefined) return whole;
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const values = lines.map(parseJson);
  return values.length === 0 || values.includes(undefined) ? undefined : values;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refuse(message: string): ReadBundle {
  return { ok: false, message };
}

export interface TrustedKey {
  readonly name: string;
  readonly key: KeyObject;
}

/** An Ed25519 public key: PEM, or 32 bytes in base64. */
export function parsePublicKey(name: string, text: string): TrustedKey | null {
  try {
    if (text.includes('BEGIN PUBLIC KEY')) {
      const key = createPublicKey(text);
      return key.asymmetricKeyType === 'ed25519' ? { name, key } : null;
    }
    const raw = Buffer.from(text.trim(), 'base64');
    if (raw.length !== 32) return null;
    return {
      name,
      key: createPublicKey({
        key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') },
        format: 'jwk',
      }),
    };
  } catch {
    return null;
  }
}

/** The name of the trusted key that signed these bytes; null where none of them did. */
export function signerOf(bytes: Buffer, signature: string, keys: readonly TrustedKey[]): string | null {
  const raw = Buffer.from(signature.trim(), 'base64');
  if (raw.length !== 64) return null;
  return keys.find(({ key }) => verify(null, bytes, key, raw))?.name ?? null;
}
