import { posix } from 'node:path';
import { expand } from '@clawnex/shared/posture/expand.ts';
import type { HostFacts } from '../facts.ts';

export interface Places {
  readonly paths: readonly string[];
  readonly gaps: readonly string[];
}

const PYTHON_SYSTEM = [
  '/usr/lib/python3/dist-packages',
  '/usr/lib/python3*/site-packages',
  '/usr/local/lib/python3*/dist-packages',
  '/usr/local/lib/python3*/site-packages',
  '/opt/*/lib/python3*/site-packages',
  '/opt/*/*/lib/python3*/site-packages',
  '/opt/homebrew/lib/python3*/site-packages',
];
const PYTHON_IN_HOME = [
  '.local/lib/python3*/site-packages',
  '.local/share/uv/tools/*/lib/python3*/site-packages',
  '.local/share/pipx/venvs/*/lib/python3*/site-packages',
  '.local/pipx/venvs/*/lib/python3*/site-packages',
  '*/lib/python3*/site-packages',
  '.venv*/lib/python3*/site-packages',
  '*/.venv*/lib/python3*/site-packages',
  '*/venv*/lib/python3*/site-packages',
];
const NODE_SYSTEM = [
  '/usr/lib/node_modules',
  '/usr/local/lib/node_modules',
  '/opt/homebrew/lib/node_modules',
  '/opt/*/node_modules',
];
const NODE_IN_HOME = [
  'node_modules',
  '.npm-global/lib/node_modules',
  '.local/lib/node_modules',
  '.nvm/versions/node/*/lib/node_modules',
  '.local/share/fnm/node-versions/*/installation/lib/node_modules',
  '.local/share/pnpm/global/*/node_modules',
  '.bun/install/global/node_modules',
  '*/node_modules',
];

/** Folders of installed Python packages: the usual places, and the environments of running programs. */
export async function findSitePackages(facts: HostFacts): Promise<Places> {
  return await findAll(facts, [
    ...PYTHON_SYSTEM,
    ...inHomes(facts, PYTHON_IN_HOME),
    ...programFolders(facts).map((folder) => `${folder}/lib/python3*/site-packages`),
  ]);
}

/** Folders of installed Node packages. */
export async function findNodeModules(facts: HostFacts): Promise<Places> {
  const running = (facts.processes.ok ? facts.processes.value : [])
    .flatMap(({ args }) => args.slice(0, 3))
    .flatMap((arg) => {
      const at = arg.indexOf('/node_modules/');
      return arg.startsWith('/') && at !== -1 && !arg.includes('*')
        ? [`${arg.slice(0, at)}/node_modules`]
        : [];
    });
  return await findAll(facts, [...NODE_SYSTEM, ...inHomes(facts, NODE_IN_HOME), ...running]);
}

async function findAll({ root }: HostFacts, patterns: readonly string[]): Promise<Places> {
  const paths = new Set<string>();
  const gaps = new Set<string>();
  for (const pattern of new Set(patterns)) {
    const found = await expand(root, pattern);
    for (const path of found.paths) paths.add(path);
    for (const gap of found.gaps) gaps.add(gap);
  }
  return { paths: [...paths].sort(), gaps: [...gaps] };
}

function inHomes({ homes }: HostFacts, patterns: readonly string[]): string[] {
  return homes.users.flatMap(({ path }) => patterns.map((pattern) => `${path}/${pattern}`));
}

/** `<environment>` of programs that run as `<environment>/bin/<name>`. */
function programFolders({ processes }: HostFacts): string[] {
  const args = (processes.ok ? processes.value : []).flatMap((process) => process.args.slice(0, 2));
  return args.flatMap((arg) => {
    const bin = posix.dirname(arg);
    return arg.startsWith('/') && bin.endsWith('/bin') && !arg.includes('*') ? [posix.dirname(bin)] : [];
  });
}
