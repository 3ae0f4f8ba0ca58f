import { lstat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { readFailureOf, type Unreadable } from '../permissions/unreadable.ts';
import type { Adapter, Discovery } from '../sources/source.ts';
import { listAgents } from './list-agents.ts';
import type { CalledTools } from './real-tool.ts';
import { SqliteSource } from './sqlite-source.ts';

const DATABASE = 'openclaw-agent.sqlite';

/** OpenClaw from 2026.8 on: one database for each agent. */
export function sqliteAdapter(tools: CalledTools): Adapter {
  return {
    log_source: 'openclaw_sqlite',
    concerns: (path) => {
      const name = basename(path);
      const changed = name === DATABASE || name === `${DATABASE}-wal`;
      return changed ? { kind: 'source', path: join(dirname(path), DATABASE) } : null;
    },
    async discover(home): Promise<Discovery> {
      const { agents, folder: agentsFolder, unreadable: closed } = await listAgents(home);
      const sources: SqliteSource[] = [];
      const folders = [home, agentsFolder];
      const unreadable: Unreadable[] = [...closed];
      for (const agent of agents) {
        const folder = join(agent.folder, 'agent');
        folders.push(agent.folder, folder);
        const path = join(folder, DATABASE);
        try {
          const { mtimeMs } = await lstat(path);
          sources.push(
            new SqliteSource({ path, instance: home, agent: agent.id, modified_ms: mtimeMs, tools }),
          );
        } catch (error) {
          const failure = readFailureOf(error, path);
          if (failure !== null) unreadable.push(failure);
        }
      }
      return { sources, folders, unreadable };
    },
  };
}
