import { posix } from 'node:path';
import { walk } from '@clawnex/shared/posture/walk.ts';
import type { ScannedHome } from '../home/scanned-home.ts';
import { at, flagAt, itemsAt, type Node, textAt, textsAt } from '../settings/node.ts';
import { type CodeSign, scanCode } from '../text/suspicious-code.ts';
import type { Instance } from './instance.ts';

/** Files of one plugin or skill, and bytes of one file, that are looked at. */
const FILES_MAX = 200;
const FILE_BYTES_MAX = 524_288;
const DEPTH_MAX = 4;
const EXTENSIONS_MAX = 200;
const CODE = /\.(?:[cm]?[jt]sx?|py|sh|rb|pl|md)$/;

/** Code that agents load: a plugin or a skill. */
export interface Extension {
  readonly id: string;
  /** Below the home. */
  readonly folder: string;
  /** The setting that names its folder; null where the folder is looked into anyway. */
  readonly namedBy: Node | null;
  readonly enabled: boolean;
  /** Suspicious calls with the file that has them. */
  readonly signs: readonly (CodeSign & { readonly file: string })[];
  /** Why not all of it was looked at. */
  readonly gaps: readonly string[];
}

/** Plugins in `extensions/` and in the folders that the settings name. */
export async function readPlugins(home: ScannedHome, instance: Instance, root: Node): Promise<Extension[]> {
  const found = await childFolders(home, `${instance.folder}/extensions`);
  const candidates = found.map((folder) => ({ folder, namedBy: null as Node | null }));
  for (const item of itemsAt(root, 'plugins', 'load', 'paths')) {
    const folder = belowHome(home, textAt(item) ?? '');
    if (folder !== null) candidates.push({ folder, namedBy: item });
  }
  const list: Extension[] = [];
  for (const { folder, namedBy } of candidates.slice(0, EXTENSIONS_MAX)) {
    const id = (await readId(home, folder)) ?? posix.basename(folder);
    const denied = textsAt(root, 'plugins', 'deny').includes(id);
    const enabled = !denied && flagAt(root, 'plugins', 'entries', id, 'enabled') !== false;
    list.push({ id, folder, namedBy, enabled, ...(await scanFolder(home, folder)) });
  }
  return list;
}

/** Skills in the folders that OpenClaw looks into: its own, the workspaces', and those that the settings name. */
export async function readSkills(home: ScannedHome, instance: Instance, root: Node): Promise<Extension[]> {
  const parents: { folder: string; namedBy: Node | null }[] = [
    { folder: `${instance.folder}/skills`, namedBy: null },
    { folder: '/.agents/skills', namedBy: null },
  ];
  const workspace =
    textAt(root, 'agents', 'defaults', 'workspace') ?? `${home.root}${instance.folder}/workspace`;
  const below = belowHome(home, workspace);
  if (below !== null) parents.push({ folder: `${below}/skills`, namedBy: null });
  for (const item of itemsAt(root, 'skills', 'load', 'extraDirs')) {
    const folder = belowHome(home, textAt(item) ?? '');
    if (folder !== null) parents.push({ folder, namedBy: item });
  }
  const list: Extension[] = [];
  for (const { folder: parent, namedBy } of parents) {
    for (const folder of await childFolders(home, parent)) {
      if (list.length === EXTENSIONS_MAX) return list;
      const id = posix.basename(folder);
      const enabled = flagAt(root, 'skills', 'entries', id, 'enabled') !== false;
      list.push({ id, folder, namedBy, enabled, ...(await scanFolder(home, folder)) });
    }
  }
  return list;
}

/** A path of the settings as a path below the home; null for one outside, which is not read. */
export function belowHome(home: ScannedHome, path: string): string | null {
  if (path.startsWith('~/')) return posix.normalize(path.slice(1));
  if (!posix.isAbsolute(path)) return null;
  const relative = posix.relative(home.root, path);
  return relative === '..' || relative.startsWith('../') ? null : `/${relative}`;
}

async function childFolders(home: ScannedHome, parent: string): Promise<string[]> {
  const listing = await home.list(parent, EXTENSIONS_MAX);
  if (!listing.ok) return [];
  const folders: string[] = [];
  for (const name of listing.value.names) {
    const info = await home.stat(`${parent}/${name}`);
    if (info.ok && info.value.kind === 'folder') folders.push(`${parent}/${name}`);
  }
  return folders;
}

async function readId(home: ScannedHome, folder: string): Promise<string | null> {
  const text = await home.readText(`${folder}/openclaw.plugin.json`, FILE_BYTES_MAX);
  if (!text.ok) return null;
  const id = /"id"\s{0,20}:\s{0,20}"([^"\\]{1,200})"/.exec(text.value)?.[1];
  return id ?? null;
}

async function scanFolder(home: ScannedHome, folder: string): Promise<Pick<Extension, 'signs' | 'gaps'>> {
  return await home.remember(`code ${folder}`, async () => {
    const found = await walk(home, folder, {
      depth_max: DEPTH_MAX,
      entries_max: FILES_MAX,
      enter: (path) => !path.endsWith('/node_modules') && !path.endsWith('/.git'),
    });
    const signs: (CodeSign & { file: string })[] = [];
    const gaps = [...found.gaps];
    for (const { path, info } of found.entries) {
      if (info.kind !== 'file' || !CODE.test(path)) continue;
      const text = await home.readText(path, FILE_BYTES_MAX);
      if (!text.ok) gaps.push(text.message);
      else signs.push(...scanCode(text.value).map((sign) => ({ ...sign, file: path })));
    }
    return { signs, gaps };
  });
}

/** Whether a plugin list is set: without one, everything that lies in the folder loads. */
export function hasPluginList(root: Node): boolean {
  return at(root, 'plugins', 'allow') !== undefined;
}
