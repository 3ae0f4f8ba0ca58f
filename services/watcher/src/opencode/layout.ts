import type { HomeLayout } from '../sources/folder-adapter.ts';
import { openDatabase } from '../sources/open-log.ts';
import type { SessionMemory } from '../sources/session-memory.ts';
import { opencodeDatabase } from './session-rows.ts';

/** One for each release channel. */
const DATABASE = /^opencode(?:-[\w.]+)?\.db$/;

export function opencodeLayout(memory: SessionMemory): HomeLayout {
  const format = opencodeDatabase();
  return {
    runtime: 'opencode',
    roots: [{ folder: '.', depth: 0 }],
    isLog: (name) => DATABASE.test(name),
    open: (place) => openDatabase(place, 'opencode', format, memory),
  };
}
