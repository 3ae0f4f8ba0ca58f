import { expand } from '@clawnex/shared/posture/expand.ts';
import type { RootFolder } from '@clawnex/shared/posture/root-folder.ts';
import type { Homes } from '../homes/user-homes.ts';
import { parseUnit } from './parse-unit.ts';

const FILE_BYTES_MAX = 262_144;
const SYSTEM_FOLDERS = [
  '/usr/lib/systemd/system',
  '/lib/systemd/system',
  '/run/systemd/system',
  '/etc/systemd/system',
];
const UNIT_TYPES = ['service', 'timer'] as const;

export interface UnitFile {
  readonly name: string;
  readonly path: string;
  /** Whose it is; null for a unit of the system. */
  readonly home: string | null;
  /** Values of a key over the file and its drop-ins; an empty value clears those before it (systemd.syntax(7)). */
  values(section: string, key: string): readonly string[];
  /** Whether the key is set at all, be it to nothing. */
  has(section: string, key: string): boolean;
}

export interface UnitFiles {
  readonly units: readonly UnitFile[];
  readonly gaps: readonly string[];
}

/** Services and timers of the system that an admin or a package installed, and of each home. */
export async function readUnitFiles(root: RootFolder, homes: Homes): Promise<UnitFiles> {
  const gaps = new Set<string>();
  const units = new Map<string, UnitFile>();
  const readFolder = async (folder: string, home: string | null) => {
    for (const type of UNIT_TYPES) {
      const found = await expand(root, `${folder}/*.${type}`);
      for (const gap of found.gaps) gaps.add(gap);
      for (const path of found.paths) {
        const unit = await readUnit(root, path, home, gaps);
        if (unit !== null) units.set(`${home ?? ''} ${unit.name}`, unit);
      }
    }
  };
  for (const folder of SYSTEM_FOLDERS) await readFolder(folder, null);
  for (const { path } of homes.users) await readFolder(`${path}/.config/systemd/user`, path);
  return { units: [...units.values()], gaps: [...gaps] };
}

async function readUnit(
  root: RootFolder,
  path: string,
  home: string | null,
  gaps: Set<string>,
): Promise<UnitFile | null> {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const folder = path.slice(0, path.lastIndexOf('/'));
  const info = await root.stat(path);
  // A masked unit is a link to /dev/null.
  if (!info.ok || info.value.kind !== 'file') return null;
  const texts: string[] = [];
  const dropIns = (await expand(root, `${folder}/${name}.d/*.conf`)).paths;
  const admin =
    home === null && folder !== '/etc/systemd/system'
      ? await expand(root, `/etc/systemd/system/${name}.d/*.conf`)
      : null;
  for (const file of [path, ...dropIns, ...(admin?.paths ?? [])]) {
    const text = await root.readText(file, FILE_BYTES_MAX);
    if (text.ok) texts.push(text.value);
    else gaps.add(text.message);
  }
  const settings = texts.flatMap((text) => parseUnit(text));
  return {
    name,
    path,
    home,
    has: (section, key) => settings.some((setting) => setting.section === section && setting.key === key),
    values: (section, key) => {
      let values: string[] = [];
      for (const setting of settings)
        if (setting.section === section && setting.key === key)
          values = setting.value === '' ? [] : [...values, setting.value];
      return values;
    },
  };
}
