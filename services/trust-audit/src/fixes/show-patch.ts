import type { PatchView } from '@clawnex/proto/events/posture.ts';
import type { ScannedHome } from '../home/scanned-home.ts';
import { at, type Node, type Plain, splitPointer, toPlain } from '../settings/node.ts';
import { parseText } from '../settings/parse-text.ts';
import { isLiteralSecret } from '../text/literal-secret.ts';
import type { Patch } from './patch.ts';

const FILE_BYTES_MAX = 1_048_576;
/** A value longer than this tells no more. */
const TEXT_LENGTH_MAX = 600;

/** A patch as people and programs read it: what stands there, what will, and how to take it back. */
export async function showPatch(home: ScannedHome, patch: Patch): Promise<PatchView> {
  const file = `~${patch.file}`;
  switch (patch.kind) {
    case 'set':
    case 'remove': {
      const before = await readBefore(home, patch.file, patch.pointer);
      return {
        op: patch.kind,
        file,
        format: formatOf(patch.file),
        pointer: patch.pointer,
        before: before === undefined ? null : show(patch.pointer, before),
        after: patch.kind === 'set' ? clip(JSON.stringify(patch.after)) : null,
        rollback:
          before === undefined ? `remove ${patch.pointer}` : `set ${patch.pointer} back to what it was`,
      };
    }
    case 'mode': {
      const info = await home.stat(patch.file);
      const before = info.ok ? info.value.mode.toString(8).padStart(4, '0') : null;
      return {
        op: 'chmod',
        file,
        format: 'mode',
        pointer: '',
        before,
        after: patch.after.toString(8).padStart(4, '0'),
        rollback: `chmod ${before ?? 'as it was'} ${file}`,
      };
    }
    case 'variable':
      return {
        op: patch.after === null ? 'remove' : 'set',
        file,
        format: 'env',
        pointer: `/${patch.name}`,
        before: null,
        after: patch.after === null ? null : '64 new random hexadecimal characters',
        rollback: `restore ${file} from its backup`,
      };
    case 'line':
      return {
        op: patch.after === null ? 'remove' : 'set',
        file,
        format: 'text',
        pointer: `line ${patch.line}`,
        before: clip(await readLine(home, patch.file, patch.line)),
        after: patch.after === null ? null : clip(patch.after),
        rollback: `restore ${file} from its backup`,
      };
    case 'unlink':
      return {
        op: 'copy',
        file,
        format: 'link',
        pointer: '',
        before: 'a link',
        after: 'a copy of what the link leads to',
        rollback: `restore the link ${file}`,
      };
    case 'row':
      return {
        op: 'run',
        file,
        format: 'command',
        pointer: patch.row,
        before: 'the row is there',
        after: patch.command,
        rollback: 'add it again with the openclaw command',
      };
  }
}

function show(pointer: string, node: Node): string {
  const name = splitPointer(pointer).at(-1) ?? '';
  return clip(JSON.stringify(hide(name, toPlain(node))));
}

/** Secrets are told by their length. */
function hide(name: string, value: Plain): Plain {
  if (typeof value === 'string')
    return isLiteralSecret(name, value) ? `(a secret of ${value.length} characters)` : value;
  if (Array.isArray(value)) return value.map((item) => hide(name, item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]: [string, Plain]): [string, Plain] => [key, hide(key, item)]),
  );
}

async function readBefore(home: ScannedHome, file: string, pointer: string): Promise<Node | undefined> {
  const text = await home.readText(file, FILE_BYTES_MAX);
  if (!text.ok) return undefined;
  const parsed = parseText(text.value, file);
  return parsed.ok ? at(parsed.node, ...splitPointer(pointer)) : undefined;
}

async function readLine(home: ScannedHome, file: string, line: number): Promise<string> {
  const text = await home.readText(file, FILE_BYTES_MAX);
  return text.ok ? (text.value.split('\n')[line - 1] ?? '') : '';
}

function formatOf(file: string): PatchView['format'] {
  if (file.endsWith('.toml')) return 'toml';
  return /\.ya?ml$/.test(file) ? 'yaml' : 'json5';
}

function clip(text: string): string {
  return text.length <= TEXT_LENGTH_MAX ? text : `${text.slice(0, TEXT_LENGTH_MAX - 1)}…`;
}
