import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { readFailureOf, type Unreadable } from '../permissions/unreadable.ts';

/** Agents of one state folder. Far above any real fleet on one machine; bounds what a hostile folder can cost. */
const AGENTS_MAX = 1_000;

const AGENT_FOLDERS: ReadonlySet<string> = new Set(['agents', 'agent', 'sessions']);

interface Agent {
  readonly id: string;
  readonly folder: string;
}

export interface Agents {
  readonly agents: readonly Agent[];
  readonly folder: string;
  readonly unreadable: readonly Unreadable[];
}

/** Whether a change of this path may mean that an agent or its logs came or went. */
export function concernsAgents(path: string): boolean {
  return AGENT_FOLDERS.has(basename(path)) || basename(dirname(path)) === 'agents';
}

/** Folders under `agents/`, links left out: they could lead anywhere. */
export async function listAgents(home: string): Promise<Agents> {
  const folder = join(home, 'agents');
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    const agents = entries
      .filter((entry) => entry.isDirectory())
      .slice(0, AGENTS_MAX)
      .map(({ name }) => ({ id: name, folder: join(folder, name) }));
    return { agents, folder, unreadable: [] };
  } catch (error) {
    const failure = readFailureOf(error, folder);
    return { agents: [], folder, unreadable: failure === null ? [] : [failure] };
  }
}
