import type { HomeLayout } from '../sources/folder-adapter.ts';
import { openDatabase } from '../sources/open-log.ts';
import type { SessionMemory } from '../sources/session-memory.ts';
import { hermesDatabase } from './session-rows.ts';

const DATABASE = 'state.db';

/** `state.db`, and one for each profile. */
export function hermesLayout(memory: SessionMemory): HomeLayout {
  const format = hermesDatabase();
  return {
    runtime: 'hermes',
    roots: [
      { folder: '.', depth: 0 },
      { folder: 'profiles', depth: 1 },
    ],
    isLog: (name) => name === DATABASE,
    open: (place) => openDatabase(place, place.folders[1] ?? 'hermes', format, memory),
  };
}
