import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { expand } from '@clawnex/shared/posture/expand.ts';
import { type Outcome, refuse } from '@clawnex/shared/posture/outcome.ts';
import type { RootFolder } from '@clawnex/shared/posture/root-folder.ts';
import { parseStanza } from './dpkg.ts';
import { decodeLz4Frame } from './lz4-frame.ts';

const FOLDER = '/var/lib/apt/lists';
/** A security list of a stable release: some MiB plain, less packed. The main list is not read: it holds no security updates. */
const LIST_BYTES_MAX = 64 * 1_048_576;
const RELEASE_BYTES_MAX = 4 * 1_048_576;

export interface AptRelease {
  readonly path: string;
  readonly isSecurity: boolean;
  /** From the signed file; null where it does not say. */
  readonly dated_ms: number | null;
  readonly valid_until_ms: number | null;
  /** When the file was last fetched. */
  readonly fetched_ms: number;
}

/** The package indexes' own dates, one for each source. */
export async function readAptReleases(root: RootFolder): Promise<Outcome<readonly AptRelease[]>> {
  const folder = await root.stat(FOLDER);
  if (!folder.ok) return folder;
  const paths = [
    ...(await expand(root, `${FOLDER}/*_InRelease`)).paths,
    ...(await expand(root, `${FOLDER}/*_Release`)).paths,
  ];
  const releases: AptRelease[] = [];
  for (const path of paths) {
    const info = await root.stat(path);
    const text = await root.readText(path, RELEASE_BYTES_MAX);
    if (!text.ok || !info.ok) continue;
    releases.push({
      path,
      isSecurity: isSecurity(path),
      dated_ms: dateIn(text.value, 'Date'),
      valid_until_ms: dateIn(text.value, 'Valid-Until'),
      fetched_ms: info.value.mtime_ms,
    });
  }
  return { ok: true, value: releases };
}

/** Newest version of each package in the security lists, by `name:architecture`. */
export async function readSecurityVersions(root: RootFolder): Promise<Outcome<readonly SecurityVersion[]>> {
  const found = await expand(root, `${FOLDER}/*_Packages*`);
  const paths = found.paths.filter(isSecurity);
  if (paths.length === 0) return refuse('missing', `${FOLDER} holds no package list of a security archive.`);
  const versions: SecurityVersion[] = [];
  for (const path of paths) {
    const text = await readList(root, path);
    if (!text.ok) return text;
    for (const stanza of text.value.split('\n\n')) {
      const fields = parseStanza(stanza);
      const [name, version] = [fields.get('Package'), fields.get('Version')];
      if (name !== undefined && version !== undefined)
        versions.push({ name, version, architecture: fields.get('Architecture') ?? '' });
    }
  }
  return { ok: true, value: versions };
}

export interface SecurityVersion {
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
}

async function readList(root: RootFolder, path: string): Promise<Outcome<string>> {
  const packed = await root.readBytes(path, LIST_BYTES_MAX);
  if (!packed.ok) return packed;
  const damaged = refuse(
    'unreadable',
    `${path} is damaged or larger than ${LIST_BYTES_MAX} bytes when unpacked.`,
  );
  try {
    if (path.endsWith('_Packages')) return { ok: true, value: packed.value.toString('utf8') };
    const limit = { maxOutputLength: LIST_BYTES_MAX };
    if (path.endsWith('.gz')) return { ok: true, value: gunzipSync(packed.value, limit).toString('utf8') };
    if (path.endsWith('.zst'))
      return { ok: true, value: zstdDecompressSync(packed.value, limit).toString('utf8') };
    if (path.endsWith('.lz4')) {
      const unpacked = decodeLz4Frame(packed.value, LIST_BYTES_MAX);
      return unpacked === null ? damaged : { ok: true, value: unpacked.toString('utf8') };
    }
  } catch {
    return damaged;
  }
  return refuse('unreadable', `${path} is packed in a way that is not read (plain, gz, zst and lz4 are).`);
}

function isSecurity(path: string): boolean {
  return path.includes('security');
}

function dateIn(text: string, field: string): number | null {
  const line = text
    .slice(0, 8_192)
    .split('\n')
    .find((candidate) => candidate.startsWith(`${field}:`));
  const at = Date.parse(line?.slice(field.length + 1).trim() ?? '');
  return Number.isNaN(at) ? null : at;
}
