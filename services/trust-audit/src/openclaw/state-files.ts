import type { RootFolder } from '@clawnex/shared/posture/root-folder.ts';
import { walk } from '@clawnex/shared/posture/walk.ts';
import type { Instance } from './instance.ts';

/** Releases up to 2026.7 keep prompts under `agents/<id>/sessions/skills-prompts/sha256/<two digits>/`. */
const DEPTH_MAX = 8;
/** Some hundred agents with their sessions; what lies beyond is said to be unread. */
const ENTRIES_MAX = 5_000;
/** Code and working files: not state, and often large. */
const FOLDERS_LEFT_OUT = [
  'workspace',
  'extensions',
  'skills',
  'plugin-skills',
  'sandboxes',
  'cache',
  'media',
  'tmp',
];

export interface StateFiles {
  /** Mode of the state folder; null where it could not be read. */
  readonly top: number | null;
  readonly files: readonly { readonly path: string; readonly mode: number }[];
  readonly gaps: readonly string[];
}

/** The files of an instance that hold settings, secrets or sessions, with their modes. */
export async function listStateFiles(home: RootFolder, instance: Instance): Promise<StateFiles> {
  const top = await home.stat(instance.folder);
  const found = await walk(home, instance.folder, {
    depth_max: DEPTH_MAX,
    entries_max: ENTRIES_MAX,
    enter: (path) => !FOLDERS_LEFT_OUT.includes(path.slice(instance.folder.length + 1)),
  });
  const included = instance.config.ok ? instance.config.files : [];
  const files = new Map<string, number>();
  for (const { path, info } of found.entries)
    if (info.kind === 'file' && holdsState(path)) files.set(path, info.mode);
  const gaps = [...found.gaps];
  for (const path of included) {
    const info = await home.stat(path);
    if (info.ok) files.set(path, info.value.mode);
    else gaps.push(info.message);
  }
  return {
    top: top.ok ? top.value.mode : null,
    files: [...files].map(([path, mode]) => ({ path, mode })),
    gaps,
  };
}

function holdsState(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  // Empty markers that OpenClaw makes with the default mode.
  if (name.endsWith('.lock') || name.endsWith('-lock.sqlite')) return false;
  return /\.(?:json|json5|jsonl|sqlite|sqlite-wal|sqlite-shm|bak|last-good|key|pem)$|^\.env/.test(name);
}
