import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { openRegularFile } from '../files/open-regular-file.ts';
import { SourceUnreadable } from '../permissions/unreadable.ts';
import { type FoundFile, versionOf, walkFolder } from '../sources/walk-folder.ts';
import type { Signal } from './signal.ts';

/** Files that runtimes put into the system prompt: whoever writes them, instructs the agent. */
const BOOT_FILE = /^(?:AGENTS|SOUL|USER|IDENTITY|BOOTSTRAP|TOOLS|HEARTBEAT|MEMORY|CLAUDE|GEMINI)\.md$/;
const CONFIG_FILE =
  /^(?:openclaw\.json|settings(?:\.local)?\.json|config\.(?:toml|ya?ml)|opencode\.json|exec-approvals\.json)$/;
const JOBS_FILE = /^jobs\.json$/;
const PAIRING_FILE = /^(?:paired\.json|.+-allowFrom\.json)$/;
/** Larger ones are hashed no further than this: no prompt is so long. */
const FILE_BYTES_MAX = 256 * 1024;
const WORKSPACES_MAX = 64;

/** Where such files lie inside a home or a workspace, and how deep. */
const FOLDERS = [
  { folder: '.', depth: 0 },
  { folder: 'skills', depth: 2 },
  { folder: 'memory', depth: 0 },
  { folder: 'memories', depth: 0 },
  { folder: 'cron', depth: 0 },
  { folder: 'devices', depth: 0 },
  { folder: 'credentials', depth: 0 },
] as const;

/** Reads what an agent starts from; a file that did not change is not read again. */
export class BootFiles {
  readonly #read = new Map<string, { readonly version: string; readonly signal: Signal }>();

  async find(home: string): Promise<Signal[]> {
    const signals: Signal[] = [];
    for (const root of [home, ...(await workspacesOf(home))]) {
      for (const { folder, depth } of FOLDERS) {
        const walk = await walkFolder(join(root, folder), depth, (name, path) => kindOf(name, path) !== null);
        for (const file of walk.files) {
          const signal = await this.#signalOf(home, file);
          if (signal !== null) signals.push(signal);
        }
      }
    }
    return signals;
  }

  async #signalOf(home: string, { path, stats }: FoundFile): Promise<Signal | null> {
    const version = versionOf(stats);
    const known = this.#read.get(path);
    if (known?.version === version) return known.signal;
    const what = kindOf(basename(path), path);
    const bytes = await readStart(path);
    if (what === null || bytes === null) return null;
    const inside = relative(home, path);
    const signal: Signal = {
      what,
      name: inside.startsWith('..') ? path : inside,
      hash: createHash('sha256').update(bytes).digest('hex'),
      time_ms: stats.mtimeMs,
      // Settings, jobs and pairings hold keys: of them no text is kept.
      ...(what === 'boot_file' || what === 'skill' ? { text: bytes.toString('utf8') } : {}),
    };
    this.#read.set(path, { version, signal });
    return signal;
  }
}

function kindOf(name: string, path: string): Signal['what'] | null {
  if (name === 'SKILL.md') return 'skill';
  const folder = basename(dirname(path));
  if (BOOT_FILE.test(name) || (/^memor(?:y|ies)$/.test(folder) && name.endsWith('.md'))) return 'boot_file';
  if (JOBS_FILE.test(name) && folder === 'cron') return 'cron_job';
  if (PAIRING_FILE.test(name) && (folder === 'devices' || folder === 'credentials')) return 'pairing';
  return CONFIG_FILE.test(name) ? 'config' : null;
}

async function readStart(path: string): Promise<Buffer | null> {
  try {
    const file = await openRegularFile(path);
    if (file === null) return null;
    try {
      const buffer = Buffer.alloc(Math.min(FILE_BYTES_MAX, file.stats.size));
      const { bytesRead } = await file.handle.read(buffer, 0, buffer.length, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.handle.close();
    }
  } catch (error) {
    if (error instanceof SourceUnreadable) return null;
    throw error;
  }
}

/** OpenClaw's configuration names the agents' workspaces; each agent can have a folder of its own in the default one. */
async function workspacesOf(home: string): Promise<string[]> {
  const config = await readFile(join(home, 'openclaw.json'), 'utf8').catch(() => '');
  const named = [...config.matchAll(/"?workspace"?\s{0,20}:\s{0,20}["']([^"'\n]{1,1000})["']/g)].map(
    (match) => (match[1] ?? '').replace(/^~/, dirname(home)),
  );
  const roots = new Set(named.filter((path) => path.startsWith('/')));
  if (config !== '') roots.add(join(home, 'workspace'));
  const found = [...roots];
  for (const root of roots) {
    const walk = await walkFolder(root, 1, (name) => name === 'AGENTS.md');
    found.push(...walk.files.map(({ path }) => dirname(path)));
  }
  return [...new Set(found)].slice(0, WORKSPACES_MAX);
}
