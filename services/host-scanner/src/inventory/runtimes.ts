import { expand } from '@clawnex/shared/posture/expand.ts';
import type { RootFolder } from '@clawnex/shared/posture/root-folder.ts';
import type { Homes } from '../homes/user-homes.ts';
import type { DebianPackage } from './dpkg.ts';
import type { PackageItem } from './package-item.ts';

const HEADER_BYTES_MAX = 65_536;
const NODE_HEADERS = [
  '/usr/local/include/node/node_version.h',
  '/usr/include/node/node_version.h',
  '/opt/*/include/node/node_version.h',
];
/** Folders named after the release they hold. */
const NODE_IN_HOME = [
  '.nvm/versions/node/v*',
  '.local/share/fnm/node-versions/v*',
  '.volta/tools/image/node/*',
  '.asdf/installs/nodejs/*',
  '.local/share/mise/installs/node/*',
];
const PYTHON_IN_HOME = [
  '.pyenv/versions/3.*',
  '.asdf/installs/python/3.*',
  '.local/share/mise/installs/python/3.*',
];
const CLAUDE_IN_HOME = ['.local/share/claude/versions/*'];

/** Versions of Node, Python and of agents that install themselves, found without starting them. */
export async function readRuntimes(
  root: RootFolder,
  homes: Homes,
  debian: readonly DebianPackage[],
  environments: readonly string[],
): Promise<readonly PackageItem[]> {
  const items: PackageItem[] = [];
  const add = (name: string, version: string, path: string) => {
    items.push({ ecosystem: 'runtime', name, version, path, state: 'installed' });
  };
  for (const pattern of NODE_HEADERS)
    for (const path of (await expand(root, pattern)).paths) {
      const version = await readNodeHeader(root, path);
      if (version !== null) add('node', version, path);
    }
  for (const { path: home } of homes.users) {
    const look = async (name: string, patterns: readonly string[]) => {
      for (const pattern of patterns)
        for (const path of (await expand(root, `${home}/${pattern}`)).paths) {
          const version = /\/v?(\d{1,4}\.\d{1,4}\.\d{1,6})$/.exec(path)?.[1];
          if (version !== undefined) add(name, version, path);
        }
    };
    await look('node', NODE_IN_HOME);
    await look('python', PYTHON_IN_HOME);
    await look('claude-code', CLAUDE_IN_HOME);
  }
  for (const { name, version } of debian) {
    const path = `/var/lib/dpkg/status (${name})`;
    const upstream = version.replace(/^\d+:/, '').replace(/[-+~].*$/, '');
    if (name === 'nodejs') add('node', upstream, path);
    if (/^python3\.\d{1,2}$/.test(name)) add('python', upstream, path);
  }
  for (const path of environments) {
    const text = await root.readText(path, HEADER_BYTES_MAX);
    const version = text.ok
      ? /^version(?:_info)?\s*=\s*(\d+\.\d+(?:\.\d+)?)/m.exec(text.value)?.[1]
      : undefined;
    if (version !== undefined) add('python', version, path);
  }
  return items;
}

async function readNodeHeader(root: RootFolder, path: string): Promise<string | null> {
  const text = await root.readText(path, HEADER_BYTES_MAX);
  if (!text.ok) return null;
  const parts = ['MAJOR', 'MINOR', 'PATCH'].map(
    (part) => new RegExp(`NODE_${part}_VERSION (\\d+)`).exec(text.value)?.[1],
  );
  return parts.includes(undefined) ? null : parts.join('.');
}
