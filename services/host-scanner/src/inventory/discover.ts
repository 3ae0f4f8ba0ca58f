import { posix } from 'node:path';
import { expand } from '@clawnex/shared/posture/expand.ts';
import type { RootFolder } from '@clawnex/shared/posture/root-folder.ts';
import { isCredential } from '../files/credential-names.ts';
import { sweep } from '../files/sweep.ts';
import type { Homes } from '../homes/user-homes.ts';
import type { Process } from '../processes/read-processes.ts';

/** Where people and admins put software; the package manager's own places are named one by one. */
const TOPS = [
  '/opt',
  '/srv',
  '/app',
  '/etc/litellm',
  '/etc/openclaw',
  '/usr/local/lib',
  '/usr/local/share',
  '/var/lib/clawnex',
  '/var/lib/openclaw',
  '/var/lib/litellm',
  '/workspace',
  '/data',
  '/usr/src',
];
const NAMED = [
  '/usr/lib/python3/dist-packages',
  '/usr/lib/python3*/site-packages',
  '/usr/lib/python3*/dist-packages',
  '/usr/lib/node_modules',
  '/usr/share/nodejs',
];
/** `~/.local/share/uv/tools/<tool>/lib/python3.12/site-packages` lies eight levels down. */
const DEPTH_MAX = 9;
/** A developer's home; some seconds at most. */
const ENTRIES_MAX = 150_000;
/** Large, and nothing in them is installed. */
const LEFT_OUT = new Set([
  '.git',
  '.hg',
  '__pycache__',
  '.Trash',
  'Trash',
  '.cargo',
  '.rustup',
  'go',
  '.gradle',
  '.m2',
  'Caches',
  '.mozilla',
  'containers',
  'overlay2',
]);

const LOCK_FILES = new Set([
  'package-lock.json',
  'npm-shrinkwrap.json',
  'pnpm-lock.yaml',
  'yarn.lock',
  'uv.lock',
  'poetry.lock',
  'Pipfile.lock',
  'pylock.toml',
]);
const MCP_FILES = new Set([
  '.mcp.json',
  'mcp.json',
  '.claude.json',
  'claude_desktop_config.json',
  'openclaw.json',
  'clawdbot.json',
  'mcporter.json',
  'settings.json',
  'config.toml',
]);

export interface Places {
  readonly sitePackages: readonly string[];
  readonly nodeModules: readonly string[];
  readonly lockFiles: readonly string[];
  readonly requirements: readonly string[];
  readonly composeFiles: readonly string[];
  readonly dockerfiles: readonly string[];
  readonly mcpFiles: readonly string[];
  readonly credentialFiles: readonly string[];
  /** Settings of LiteLLM, which hold keys where they are not taken from the environment. */
  readonly proxyConfigs: readonly string[];
  /** Virtual environments, by their pyvenv.cfg. */
  readonly environments: readonly string[];
  readonly gaps: readonly string[];
}

/** One look over the homes and the places of hand-installed software: where packages, lock files and settings lie. */
export async function discover(
  root: RootFolder,
  homes: Homes,
  processes: readonly Process[],
): Promise<Places> {
  const found = new Map<keyof Omit<Places, 'gaps'>, Set<string>>();
  const add = (kind: keyof Omit<Places, 'gaps'>, path: string) => {
    const paths = found.get(kind) ?? new Set<string>();
    found.set(kind, paths.add(path));
  };
  const gaps = new Set<string>();
  const tops = [...TOPS, ...homes.users.map(({ path }) => path), ...programFolders(processes)];
  for (const top of withoutNested(tops)) {
    const swept = await sweep(
      root,
      top,
      { depth_max: DEPTH_MAX, entries_max: ENTRIES_MAX, modes: false, enter: ({ name }) => isEntered(name) },
      ({ path, name, kind }) => {
        const place = kind === 'folder' ? kindOfFolder(name) : kindOfFile(name);
        if (place !== null) add(place, path);
      },
    );
    for (const gap of swept.gaps) gaps.add(gap);
  }
  for (const pattern of NAMED) {
    const { paths, gaps: unseen } = await expand(root, pattern);
    for (const path of paths) add(pattern.includes('python') ? 'sitePackages' : 'nodeModules', path);
    for (const gap of unseen) gaps.add(gap);
  }
  const sorted = (kind: keyof Omit<Places, 'gaps'>) => [...(found.get(kind) ?? [])].sort();
  return {
    sitePackages: sorted('sitePackages'),
    nodeModules: sorted('nodeModules'),
    lockFiles: sorted('lockFiles'),
    requirements: sorted('requirements'),
    composeFiles: sorted('composeFiles'),
    dockerfiles: sorted('dockerfiles'),
    mcpFiles: sorted('mcpFiles'),
    credentialFiles: sorted('credentialFiles'),
    proxyConfigs: sorted('proxyConfigs'),
    environments: sorted('environments'),
    gaps: [...gaps],
  };
}

function isEntered(name: string): boolean {
  return (
    !LEFT_OUT.has(name) && name !== 'node_modules' && name !== 'site-packages' && name !== 'dist-packages'
  );
}

function kindOfFolder(name: string): keyof Omit<Places, 'gaps'> | null {
  if (name === 'site-packages' || name === 'dist-packages') return 'sitePackages';
  return name === 'node_modules' ? 'nodeModules' : null;
}

function kindOfFile(name: string): keyof Omit<Places, 'gaps'> | null {
  if (LOCK_FILES.has(name)) return 'lockFiles';
  if (MCP_FILES.has(name)) return 'mcpFiles';
  if (name === 'pyvenv.cfg') return 'environments';
  if (
    /^(?:.{0,60}requirements.{0,60}\.(?:txt|in)|constraints.{0,60}\.txt|pyproject\.toml|Pipfile|package\.json)$/.test(
      name,
    )
  )
    return 'requirements';
  if (/^(?:docker-)?compose.{0,60}\.ya?ml$/.test(name)) return 'composeFiles';
  if (/^(?:Dockerfile|Containerfile)(?:\..{1,60})?$/.test(name)) return 'dockerfiles';
  if (/^litellm.{0,60}\.ya?ml$/.test(name)) return 'proxyConfigs';
  // Certificates of authorities end in .pem too, and are for everyone.
  return isCredential(name) && !/\.(?:pem|key|p12)$/.test(name) ? 'credentialFiles' : null;
}

/** `<environment>` of programs that run as `<environment>/bin/<name>`, and folders that hold a `node_modules` in use. */
function programFolders(processes: readonly Process[]): string[] {
  return processes
    .flatMap(({ args }) => args.slice(0, 3))
    .filter((arg) => arg.startsWith('/'))
    .flatMap((arg) => {
      const modules = arg.indexOf('/node_modules/');
      if (modules > 0) return [arg.slice(0, modules)];
      const bin = posix.dirname(arg);
      return bin.endsWith('/bin') ? [posix.dirname(bin)] : [];
    })
    .filter((path) => !['/', '/usr', '/usr/local', '/usr/lib', '/lib'].includes(path) && !path.includes('*'));
}

/** Folders that lie in another one are seen with it. */
function withoutNested(paths: readonly string[]): string[] {
  const sorted = [...new Set(paths)].sort();
  return sorted.filter((path) => !sorted.some((other) => other !== path && path.startsWith(`${other}/`)));
}
