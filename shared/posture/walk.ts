import type { PathInfo, RootFolder } from './root-folder.ts';

export interface WalkLimits {
  readonly depth_max: number;
  readonly entries_max: number;
  /** False for a folder that is not looked into. */
  readonly enter?: (path: string) => boolean;
}

export interface Walk {
  readonly entries: readonly { readonly path: string; readonly info: PathInfo }[];
  /** Why something below the folder was not seen: folders that may not be read, limits that were reached. */
  readonly gaps: readonly string[];
}

/** Everything below a folder with its modes. Links are not followed. */
export async function walk(folder: RootFolder, top: string, limits: WalkLimits): Promise<Walk> {
  const entries: { path: string; info: PathInfo }[] = [];
  const gaps: string[] = [];
  const waiting = [{ path: top, depth: 0 }];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const listing = await folder.list(next.path, limits.entries_max);
    if (!listing.ok) {
      gaps.push(listing.message);
      continue;
    }
    if (listing.value.truncated)
      gaps.push(
        `${folder.show(next.path)} holds more than ${limits.entries_max} entries; the rest was not read.`,
      );
    for (const name of listing.value.names) {
      const path = `${next.path === '/' ? '' : next.path}/${name}`;
      if (await folder.isLink(path)) continue;
      const info = await folder.stat(path);
      if (!info.ok) {
        gaps.push(info.message);
        continue;
      }
      if (entries.length === limits.entries_max)
        return {
          entries,
          gaps: [...gaps, `${folder.show(top)} holds more than ${limits.entries_max} entries below it.`],
        };
      entries.push({ path, info: info.value });
      if (info.value.kind !== 'folder' || limits.enter?.(path) === false) continue;
      if (next.depth + 1 < limits.depth_max) waiting.push({ path, depth: next.depth + 1 });
      else gaps.push(`${folder.show(path)} is deeper than ${limits.depth_max} folders; it was not read.`);
    }
  }
  return { entries, gaps };
}
