import { expand } from '@clawnex/shared/posture/expand.ts';
import type { PathInfo, RootFolder } from '@clawnex/shared/posture/root-folder.ts';
import type { Account, Accounts } from '../accounts/read-accounts.ts';

/** Where people's and services' homes are; those of /etc/passwd come on top. */
const HOME_PATTERNS = ['/root', '/home/*', '/Users/*', '/var/root', '/var/lib/clawnex', '/var/lib/openclaw'];
/** No homes: folders of the system that accounts of its services name. */
const SYSTEM_FOLDERS =
  /^\/(?:$|bin|sbin|dev|proc|sys|run|usr|etc|nonexistent|var\/(?:run|empty|cache|spool|mail|www|backups|lib\/(?!clawnex|openclaw))|home$)/;
/** State folders of agent runtimes below a home. */
const AGENT_FOLDERS: readonly (readonly [pattern: string, runtime: string])[] = [
  ['.openclaw', 'OpenClaw'],
  ['.openclaw-*', 'OpenClaw'],
  ['.clawdbot', 'OpenClaw'],
  ['.moltbot', 'OpenClaw'],
  ['.claude', 'Claude Code'],
  ['.codex', 'Codex'],
  ['.gemini', 'Gemini CLI'],
  ['.hermes', 'Hermes'],
  ['.local/share/opencode', 'opencode'],
  ['.cursor', 'Cursor'],
];

export interface UserHome {
  readonly path: string;
  readonly info: PathInfo;
  /** The account whose home it is; null where no table says. */
  readonly user: Account | null;
}

export interface AgentHome extends UserHome {
  readonly runtime: string;
  /** The home that it lies in. */
  readonly home: string;
}

export interface Homes {
  readonly users: readonly UserHome[];
  readonly agents: readonly AgentHome[];
  /** Homes that this user may not look into, with the reason: an agent may live there. */
  readonly gaps: readonly { readonly path: string; readonly reason: string }[];
}

export async function findHomes(root: RootFolder, accounts: Accounts): Promise<Homes> {
  const users = new Map<string, UserHome>();
  const agents: AgentHome[] = [];
  const gaps: { path: string; reason: string }[] = [];
  const named = accounts.users.ok ? accounts.users.value.map(({ home }) => home) : [];
  const patterns = [
    ...HOME_PATTERNS,
    ...named.filter((path) => isHome(path)),
    ...(await findElsewhere(root)),
  ];
  for (const pattern of new Set(patterns)) {
    const found = await expand(root, pattern);
    for (const reason of found.gaps) gaps.push({ path: pattern, reason });
    for (const path of found.paths) {
      const info = await root.stat(path);
      if (!info.ok || info.value.kind !== 'folder') continue;
      users.set(path, {
        path,
        info: info.value,
        user: accounts.byHome(path) ?? accounts.byUid(info.value.uid),
      });
    }
  }
  for (const { path: home, user } of users.values()) {
    const reasons = new Set<string>();
    for (const [folder, runtime] of AGENT_FOLDERS) {
      const found = await expand(root, `${home}/${folder}`);
      for (const reason of found.gaps) reasons.add(reason);
      for (const path of found.paths) {
        const info = await root.stat(path);
        if (info.ok && info.value.kind === 'folder')
          agents.push({ path, info: info.value, user, home, runtime });
      }
    }
    const [first] = reasons;
    if (first !== undefined) gaps.push({ path: home, reason: first });
  }
  return { users: [...users.values()], agents, gaps };
}

/** Parents of an agent's state folder where services are kept. */
async function findElsewhere(root: RootFolder): Promise<string[]> {
  const found: string[] = [];
  for (const place of ['/opt/*', '/srv/*', '/var/lib/*', '/data'])
    for (const folder of ['.openclaw', '.clawdbot', '.claude', '.codex']) {
      const { paths } = await expand(root, `${place}/${folder}`);
      found.push(...paths.map((path) => path.slice(0, path.lastIndexOf('/'))));
    }
  return found;
}

function isHome(path: string): boolean {
  return path.startsWith('/') && !path.includes('*') && !SYSTEM_FOLDERS.test(path);
}
