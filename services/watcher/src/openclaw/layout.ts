import type { HomeLayout } from '../sources/folder-adapter.ts';
import { openDatabase, openLines } from '../sources/open-log.ts';
import type { SessionMemory } from '../sources/session-memory.ts';
import { openclawDatabase, openclawLines } from './formats.ts';

/** Session logs, and the archives they become on /new, /reset and deletion. Not trajectories, locks or indexes. */
const SESSION_FILE = /^(?!.*\.trajectory\.jsonl)[^/]+\.jsonl(?:\.(?:reset|deleted)\.[0-9A-Za-z.:-]+)?$/;
const COLD_FILE = /\.jsonl\.zst$/;
const DATABASE = 'openclaw-agent.sqlite';

/** `agents/<agent>/sessions/` holds files, `agents/<agent>/agent/` the database that took their place in 2026.8. */
export function openclawLayout(memory: SessionMemory): HomeLayout {
  return {
    runtime: 'openclaw',
    roots: [{ folder: 'agents', depth: 3 }],
    isLog: (name, folders) => {
      const folder = folders.at(-1);
      if (folder === 'sessions') return SESSION_FILE.test(name);
      return folder === 'cold' ? COLD_FILE.test(name) : name === DATABASE;
    },
    open: (place) => {
      const agent = place.folders[1] ?? 'unknown';
      return place.path.endsWith(DATABASE)
        ? openDatabase(place, agent, openclawDatabase, memory)
        : openLines(place, agent, openclawLines, memory);
    },
  };
}
