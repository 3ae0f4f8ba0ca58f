import type { RootFolder } from '@clawnex/shared/posture/root-folder.ts';
import { type PackageItem, pythonName } from './package-item.ts';

const PACKAGES_MAX = 20_000;
/** Files that Python runs at every start hold a line or two; this is enough to see what one does. */
const PTH_BYTES_MAX = 1_048_576;

export interface PthFile {
  readonly path: string;
  readonly text: string;
}

export interface PythonPackages {
  readonly items: readonly PackageItem[];
  /** `.pth` files with lines that are run, not just paths. */
  readonly executable: readonly PthFile[];
  readonly gaps: readonly string[];
}

/** Installed distributions by the names of their `.dist-info` and `.egg-info` folders, and start-up code. */
export async function readPythonPackages(
  root: RootFolder,
  folders: readonly string[],
): Promise<PythonPackages> {
  const items: PackageItem[] = [];
  const executable: PthFile[] = [];
  const gaps: string[] = [];
  for (const folder of folders) {
    const listing = await root.list(folder, PACKAGES_MAX);
    if (!listing.ok) {
      gaps.push(listing.message);
      continue;
    }
    if (listing.value.truncated)
      gaps.push(`${folder} holds more than ${PACKAGES_MAX} entries; the rest was not read.`);
    for (const name of listing.value.names) {
      const match = /^(.{1,200})-([0-9][^-]{0,100})(?:-py\d\.\d{1,2})?\.(?:dist-info|egg-info)$/.exec(name);
      if (match !== null)
        items.push({
          ecosystem: 'PyPI',
          name: pythonName(match[1] ?? ''),
          version: match[2] ?? '',
          path: `${folder}/${name}`,
          state: 'installed',
        });
      if (!name.endsWith('.pth')) continue;
      const text = await root.readText(`${folder}/${name}`, PTH_BYTES_MAX);
      if (!text.ok) gaps.push(text.message);
      else if (/^import[ \t;]/m.test(text.value) || /\b(?:exec|eval|subprocess|base64)\b/.test(text.value))
        executable.push({ path: `${folder}/${name}`, text: text.value });
    }
  }
  return { items, executable, gaps };
}
