import { walk } from '@clawnex/shared/posture/walk.ts';
import type { ScannedHome } from '../home/scanned-home.ts';
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

/** Folders that only their owner should look into. */
const PRIVATE_FOLDERS = /\/(?:credentials|identity|devices)$/;
/** Bits that let group and others pass through a folder. */
const OTHERS_PASS = 0o011;

/** What one installation keeps on the disk, with its modes. */
export interface InstanceFiles {
  readonly folder: string;
  /** Mode of the state folder; null where it could not be read. */
  readonly top: number | null;
  /** False where the home itself keeps others out. */
  readonly reachable: boolean;
  readonly entries: readonly { readonly path: string; readonly mode: number }[];
  /** Settings files that are links. */
  readonly links: readonly string[];
  readonly gaps: readonly string[];
}

/** The files of an instance that hold settings, secrets or sessions, with their modes. */
export async function listStateFiles(home: ScannedHome, instance: Instance): Promise<InstanceFiles> {
  const top = await home.stat(instance.folder);
  const root = await home.stat('/');
  const found = await home.remember(`walk ${instance.folder}`, () =>
    walk(home, instance.folder, {
      depth_max: DEPTH_MAX,
      entries_max: ENTRIES_MAX,
      enter: (path) => !FOLDERS_LEFT_OUT.includes(path.slice(instance.folder.length + 1)),
    }),
  );
  const paths = new Set(
    found.entries
      .filter(({ path, info }) => (info.kind === 'file' ? holdsState(path) : PRIVATE_FOLDERS.test(path)))
      .map(({ path }) => path),
  );
  const links: string[] = [];
  for (const path of instance.config.ok ? instance.config.files : [instance.configFile]) {
    paths.add(path);
    if (await home.isLink(path)) links.push(path);
  }
  const entries: { path: string; mode: number }[] = [];
  for (const path of paths) {
    const info = await home.stat(path);
    if (info.ok) entries.push({ path, mode: info.value.mode });
  }
  return {
    folder: instance.folder,
    top: top.ok ? top.value.mode : null,
    reachable: !root.ok || (root.value.mode & OTHERS_PASS) !== 0,
    entries,
    links,
    gaps: found.gaps,
  };
}

function holdsState(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  // Empty markers that OpenClaw makes with the default mode.
  if (name.endsWith('.lock') || name.endsWith('-lock.sqlite')) return false;
  return /\.(?:json|json5|jsonl|sqlite|sqlite-wal|sqlite-shm|bak|last-good|key|pem)$|^\.env/.test(name);
}
