import { expand } from '@clawnex/shared/posture/expand.ts';
import type { RootFolder } from '@clawnex/shared/posture/root-folder.ts';
import { type Node, type ObjectNode, textAt } from '../settings/node.ts';
import { type ConfigRead, readConfig } from '../settings/read-config.ts';
import { compareVersions, KNOWN_VERSION } from './version.ts';

/** State folders by name, with the file that holds the settings; the product changed its name twice. */
const FOLDERS = [
  { pattern: '/.openclaw', file: 'openclaw.json' },
  { pattern: '/.openclaw-*', file: 'openclaw.json' },
  { pattern: '/.moltbot', file: 'moltbot.json' },
  { pattern: '/.clawdbot', file: 'clawdbot.json' },
];

/** One state folder of OpenClaw with its settings. */
export interface Instance {
  /** `/.openclaw`, or of a profile `/.openclaw-<profile>`, below the home. */
  readonly folder: string;
  readonly configFile: string;
  /** Not ok: what is in force is not known, and no setting may be judged. A missing file means: all defaults. */
  readonly config:
    | { readonly ok: true; readonly node: Node; readonly files: readonly string[] }
    | { readonly ok: false; readonly message: string };
  /** Version that last wrote the file, as the file says. */
  readonly version: string | null;
  /** False when a newer release than the known one wrote the file: its defaults and keys are not guessed. */
  readonly defaultsKnown: boolean;
}

export interface Instances {
  readonly list: readonly Instance[];
  /** Folders that could not be looked into. */
  readonly gaps: readonly string[];
}

export async function findInstances(home: RootFolder): Promise<Instances> {
  const list: Instance[] = [];
  const gaps: string[] = [];
  for (const { pattern, file } of FOLDERS) {
    const found = await expand(home, pattern);
    gaps.push(...found.gaps);
    for (const path of found.paths) {
      const info = await home.stat(path);
      if (info.ok && info.value.kind === 'folder') list.push(await readInstance(home, path, file));
    }
  }
  return { list, gaps: [...new Set(gaps)] };
}

async function readInstance(home: RootFolder, folder: string, file: string): Promise<Instance> {
  const configFile = `${folder}/${file}`;
  const config = orDefaults(await readConfig(home, configFile), configFile);
  const version = config.ok ? (textAt(config.node, 'meta', 'lastTouchedVersion') ?? null) : null;
  const order = version === null ? -1 : compareVersions(version, KNOWN_VERSION);
  // Files without a version are judged by the known defaults, and the evidence says so.
  return { folder, configFile, config, version, defaultsKnown: order !== null && order <= 0 };
}

function orDefaults(read: ConfigRead, file: string): Instance['config'] {
  if (read.ok || !read.missing) return read;
  const empty: ObjectNode = { kind: 'object', entries: new Map(), place: { file, pointer: '', line: 1 } };
  return { ok: true, node: empty, files: [] };
}
