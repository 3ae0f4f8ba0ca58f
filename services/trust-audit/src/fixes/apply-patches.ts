import type { Changes, FileChange, ScannedHome } from '../home/scanned-home.ts';
import { editText } from './edit-text.ts';
import { editVariable } from './edit-variable.ts';
import type { Patch } from './patch.ts';

/** A file that is changed was read whole before, so it is not larger than any reader takes. */
const FILE_BYTES_MAX = 1_048_576;

export type Applied =
  | { readonly ok: true; readonly changes: Changes }
  | { readonly ok: false; readonly message: string };

/** What a home looks like after the patches, as changes over it. Nothing is written. */
export async function applyPatches(
  home: ScannedHome,
  patches: readonly Patch[],
  newSecret: () => string,
): Promise<Applied> {
  const files = new Map<string, FileChange>(home.changes.files);
  const rows = new Set(home.changes.rows);
  for (const patch of patches) {
    if (patch.kind === 'row') {
      rows.add(patch.row);
      continue;
    }
    const known = files.get(patch.file) ?? {};
    if (patch.kind === 'mode') {
      files.set(patch.file, { ...known, mode: patch.after });
      continue;
    }
    const read = known.text === undefined ? await home.readText(patch.file, FILE_BYTES_MAX) : null;
    if (read?.ok === false && read.code !== 'missing') return { ok: false, message: read.message };
    const text = read === null ? (known.text ?? '') : read.ok ? read.value : '';
    const edited = change(text, patch, newSecret);
    if (!edited.ok) return edited;
    files.set(patch.file, { ...known, text: edited.text });
  }
  return { ok: true, changes: { files, rows } };
}

type Written = Exclude<Patch, { kind: 'row' | 'mode' }>;

function change(
  text: string,
  patch: Written,
  newSecret: () => string,
): { ok: true; text: string } | { ok: false; message: string } {
  switch (patch.kind) {
    case 'set':
      return editText(text, patch.file, patch.pointer, patch.after);
    case 'remove':
      return editText(text, patch.file, patch.pointer, undefined);
    case 'variable':
      return { ok: true, text: editVariable(text, patch.name, patch.after === null ? null : newSecret()) };
    case 'line': {
      const rows = text.split('\n');
      if (patch.line > rows.length)
        return { ok: false, message: `~${patch.file} has no line ${patch.line}.` };
      rows.splice(patch.line - 1, 1, ...(patch.after === null ? [] : [patch.after]));
      return { ok: true, text: rows.join('\n') };
    }
    case 'unlink':
      return { ok: true, text };
  }
}
