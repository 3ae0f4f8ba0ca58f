import { expand } from '@clawnex/shared/posture/expand.ts';
import type { PathInfo, RootFolder } from '@clawnex/shared/posture/root-folder.ts';

/** Where people's and services' homes are. */
const HOME_PATTERNS = ['/root', '/home/*', '/Users/*', '/var/root', '/var/lib/clawnex', '/var/lib/openclaw'];
/** State folders of agent runtimes below a home. */
const AGENT_FOLDERS = [
  '.openclaw',
  '.openclaw-*',
  '.clawdbot',
  '.claude',
  '.codex',
  '.gemini',
  '.hermes',
  '.local/share/opencode',
];

export interface UserHome {
  readonly path: string;
  readonly info: PathInfo;
}

export interface AgentHome extends UserHome {
  /** The home that it lies in. */
  readonly home: string;
}

export interface Homes {
  readonly users: readonly UserHome[];
  readonly agents: readonly AgentHome[];
  /** Homes that this user may not look into, with the reason: an agent may live there. */
  readonly gaps: readonly { readonly path: string; readonly reason: string }[];
}

export async function findHomes(root: RootFolder): Promise<Homes> {
  const users: UserHome[] = [];
  const agents: AgentHome[] = [];
  const gaps: { path: string; reason: string }[] = [];
  for (const pattern of HOME_PATTERNS) {
    const found = await expand(root, pattern);
    for (const reason of found.gaps) gaps.push({ path: pattern, reason });
    for (const path of found.paths) {
      const info = await root.stat(path);
      if (info.ok && info.value.kind === 'folder') users.push({ path, info: info.value });
    }
  }
  for (const { path: home } of users) {
    const reasons = new Set<string>();
    for (const folder of AGENT_FOLDERS) {
      const found = await expand(root, `${home}/${folder}`);
      for (const reason of found.gaps) reasons.add(reason);
      for (const path of found.paths) {
        const info = await root.stat(path);
        if (info.ok && info.value.kind === 'folder') agents.push({ path, info: info.value, home });
      }
    }
    const [first] = reasons;
    if (first !== undefined) gaps.push({ path: home, reason: first });
  }
  return { users, agents, gaps };
}
