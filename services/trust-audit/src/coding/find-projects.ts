import type { ScannedHome } from '../home/scanned-home.ts';

/** Folders that are looked into, and how deep: repositories lie one to three folders below a home. */
const FOLDERS_MAX = 400;
/** Entries that are asked for their kind, all folders together: a second or so on a slow disk. */
const ENTRIES_MAX = 6_000;
const DEPTH_MAX = 4;
const NAMES_MAX = 1_000;
/** Files and folders by which a folder is one that coding agents work in. */
const MARKS = [
  '.claude',
  '.mcp.json',
  'CLAUDE.md',
  'AGENTS.md',
  'GEMINI.md',
  '.codex',
  '.gemini',
  '.cursor',
  '.vscode',
  'opencode.json',
  'opencode.jsonc',
  'litellm_config.yaml',
];
const NOT_ENTERED = new Set([
  'node_modules',
  'vendor',
  'dist',
  'build',
  'target',
  'venv',
  'site-packages',
  'Library',
  'snap',
  'go',
  'miniconda3',
  'anaconda3',
]);

export interface Projects {
  /** Below the home; empty for the home itself, which is always one. */
  readonly folders: readonly string[];
  readonly gaps: readonly string[];
}

/** Folders with settings of coding agents, breadth first. Links are not followed, hidden folders not entered. */
export async function findProjects(home: ScannedHome): Promise<Projects> {
  return await home.remember('projects', async () => {
    const folders = [''];
    const gaps: string[] = [];
    const waiting = [{ path: '', depth: 0 }];
    let seen = 0;
    let entries = 0;
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      if (seen === FOLDERS_MAX || entries > ENTRIES_MAX) {
        gaps.push(
          `The home holds more than ${FOLDERS_MAX} folders or ${ENTRIES_MAX} entries; deeper ones were not looked into for projects.`,
        );
        break;
      }
      seen += 1;
      const listing = await home.list(next.path || '/', NAMES_MAX);
      if (!listing.ok) continue;
      const { names } = listing.value;
      if (next.path !== '' && names.some((name) => MARKS.includes(name))) folders.push(next.path);
      if (next.depth === DEPTH_MAX) continue;
      for (const name of names) {
        if (name.startsWith('.') || NOT_ENTERED.has(name) || /\.[A-Za-z0-9]{1,6}$/.test(name)) continue;
        const path = `${next.path}/${name}`;
        entries += 1;
        if (entries > ENTRIES_MAX) break;
        if (await home.isLink(path)) continue;
        const info = await home.stat(path);
        if (info.ok && info.value.kind === 'folder') waiting.push({ path, depth: next.depth + 1 });
      }
    }
    return { folders, gaps };
  });
}
