import { randomBytes } from 'node:crypto';
import { chmod, copyFile, lstat, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { JudgedHit } from '../judge-hits.ts';
import type { Scan } from '../scan.ts';
import { applyPatches } from './apply-patches.ts';
import type { Simulation } from './simulate-fix.ts';

const SECRET_BYTES = 32;
const NEW_FILE_MODE = 0o600;

export type WriteResult =
  | {
      readonly ok: true;
      readonly written: readonly { readonly file: string; readonly backup: string | null }[];
    }
  | { readonly ok: false; readonly message: string };

/**
 * Writes a finding's change: each file beside its backup, then in one step. Only what was tried before and took the finding
 * away without adding one; files that changed since they were read are left alone.
 */
export async function writeFix(
  scan: Scan,
  { hit }: JudgedHit,
  simulation: Simulation | null,
  stamp: string,
): Promise<WriteResult> {
  const row = hit.fix.patches.find((patch) => patch.kind === 'row');
  if (row?.kind === 'row') return refuse(`This is changed by its program only. Run: ${row.command}`);
  if (simulation === null) return refuse('The change could not be tried on a copy, so it is not written.');
  if (!simulation.clears)
    return refuse('Tried on a copy, the change did not take the finding away, so it is not written.');
  if (simulation.adds.length > 0)
    return refuse('Tried on a copy, the change added other findings, so it is not written.');
  const newer = scan.openclaw.installed.find(
    ({ instance }) =>
      !instance.defaultsKnown && hit.fix.patches.some(({ file }) => file.startsWith(`${instance.folder}/`)),
  );
  if (newer !== undefined)
    return refuse(
      `The file was written by OpenClaw ${newer.instance.version}, whose keys are not known here.`,
    );
  const secret = randomBytes(SECRET_BYTES).toString('hex');
  const applied = await applyPatches(scan.home, hit.fix.patches, () => secret);
  if (!applied.ok) return refuse(applied.message);
  const written: { file: string; backup: string | null }[] = [];
  for (const [file, change] of applied.changes.files) {
    const path = join(scan.home.root, file);
    const before = await scan.home.readText(file, Number.MAX_SAFE_INTEGER);
    if (change.text !== undefined && before.ok && before.value !== (await readFile(path, 'utf8')))
      return refuse(`~${file} changed since it was read; run the audit again.`);
    const backup = change.text === undefined ? null : await writeText(path, change.text, stamp);
    if (change.mode !== undefined) await chmod(path, change.mode);
    written.push({ file: `~${file}`, backup: backup === null ? null : `~${file}.${stamp}.bak` });
  }
  return { ok: true, written };
}

/** The new text takes the place of the old one in one step, with its mode; a link gives way to a file. */
async function writeText(path: string, text: string | null, stamp: string): Promise<string | null> {
  const stats = await lstat(path).catch(() => null);
  const backup = `${path}.${stamp}.bak`;
  if (stats !== null) {
    await copyFile(path, backup);
    await chmod(backup, NEW_FILE_MODE);
  } else await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  if (text === null) {
    await rm(path, { force: true });
    return backup;
  }
  const fresh = `${path}.${stamp}.new`;
  const mode = stats?.isFile() === true ? stats.mode & 0o777 : NEW_FILE_MODE;
  await writeFile(fresh, text, { mode, flag: 'wx' });
  await chmod(fresh, mode);
  await rename(fresh, path);
  return stats === null ? null : backup;
}

function refuse(message: string): WriteResult {
  return { ok: false, message };
}
