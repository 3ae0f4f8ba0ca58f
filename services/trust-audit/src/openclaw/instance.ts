import { expand } from '@clawnex/shared/posture/expand.ts';
import type { RootFolder } from '@clawnex/shared/posture/root-folder.ts';
import { type Node, type ObjectNode, textAt } from '../settings/node.ts';
import { type ConfigRead, readConfig } from '../settings/read-config.ts';

/** Defaults are known of this release; later ones may have changed them. */
export const KNOWN_VERSION = '2026.9';
const KNOWN_YEAR = 2026;
const KNOWN_MONTH = 9;

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
  /** False when a newer release than the known one wrote the file: its defaults are not guessed. */
  readonly defaultsKnown: boolean;
}

export interface Instances {
  readonly list: readonly Instance[];
  /** Folders that could not be looked into. */
  readonly gaps: readonly string[];
}

export async function findInstances(home: RootFolder): Promise<Instances> {
  const found = [await expand(home, '/.openclaw'), await expand(home, '/.openclaw-*')];
  const list: Instance[] = [];
  for (const path of found.flatMap(({ paths }) => paths)) {
    const info = await home.stat(path);
    if (info.ok && info.value.kind === 'folder') list.push(await readInstance(home, path));
  }
  return { list, gaps: found.flatMap(({ gaps }) => gaps) };
}

async function readInstance(home: RootFolder, folder: string): Promise<Instance> {
  const configFile = `${folder}/openclaw.json`;
  const config = orDefaults(await readConfig(home, configFile), configFile);
  const version = config.ok ? (textAt(config.node, 'meta', 'lastTouchedVersion') ?? null) : null;
  return { folder, configFile, config, version, defaultsKnown: isKnown(version) };
}

function orDefaults(read: ConfigRead, file: string): Instance['config'] {
  if (read.ok || !read.missing) return read;
  const empty: ObjectNode = {
    kind: 'object',
    entries: new Map(),
    place: { file, pointer: '', line: 1 },
  };
  return { ok: true, node: empty, files: [] };
}

/** Files without a version are judged by the known defaults, and the evidence says so. */
function isKnown(version: string | null): boolean {
  if (version === null) return true;
  const [year, month] = version.split('.').map((part) => Number.parseInt(part, 10));
  if (year === undefined || month === undefined || Number.isNaN(year) || Number.isNaN(month)) return false;
  return year < KNOWN_YEAR || (year === KNOWN_YEAR && month <= KNOWN_MONTH);
}
