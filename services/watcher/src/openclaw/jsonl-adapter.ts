import { lstat, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { readFailureOf, type Unreadable } from '../permissions/unreadable.ts';
import type { Adapter, Discovery } from '../sources/source.ts';
import { JsonlSource } from './jsonl-source.ts';
import { concernsAgents, listAgents } from './list-agents.ts';
import type { CalledTools } from './real-tool.ts';

/** Session logs, and the archives they become on /new, /reset and deletion. Not trajectories, locks or indexes. */
const SESSION_FILE = /^(?!.*\.trajectory\.jsonl)[^/]+\.jsonl(?:\.(?:reset|deleted)\.[0-9TZ.:-]+)?$/;
/** Files of one agent; the newest are followed. */
const FILES_MAX = 20_000;

/** OpenClaw up to 2026.7: one file of JSON lines for each session. */
export function jsonlAdapter(tools: CalledTools): Adapter {
  return {
    log_source: 'openclaw_jsonl',
    concerns: (path) => {
      if (SESSION_FILE.test(basename(path))) return { kind: 'source', path };
      return concernsAgents(path) ? { kind: 'sources' } : null;
    },
    async discover(home): Promise<Discovery> {
      const { agents, folder: agentsFolder, unreadable: closed } = await listAgents(home);
      const sources: JsonlSource[] = [];
      const folders = [home, agentsFolder];
      const unreadable: Unreadable[] = [...closed];
      for (const agent of agents) {
        const folder = join(agent.folder, 'sessions');
        folders.push(agent.folder, folder);
        try {
          for (const path of await listSessionFiles(folder)) {
            const stats = await lstat(path).catch((error: unknown) => readFailureOf(error, path));
            // Renamed or deleted since the folder was listed.
            if (stats === null || !('ino' in stats)) continue;
            const { dev, ino, size, mtimeMs } = stats;
            const version = `${dev}:${ino}:${size}:${mtimeMs}`;
            sources.push(
              new JsonlSource({
                path,
                instance: home,
                agent: agent.id,
                modified_ms: mtimeMs,
                version,
                tools,
              }),
            );
          }
        } catch (error) {
          const failure = readFailureOf(error, folder);
          if (failure !== null) unreadable.push(failure);
        }
      }
      return { sources, folders, unreadable };
    },
  };
}

async function listSessionFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && SESSION_FILE.test(entry.name))
    .slice(0, FILES_MAX)
    .map(({ name }) => join(folder, name));
}
