import type { HomeLayout } from '../sources/folder-adapter.ts';
import { openLines } from '../sources/open-log.ts';
import type { SessionMemory } from '../sources/session-memory.ts';
import { codexLines } from './format.ts';

const ROLLOUT = /^rollout-.+\.jsonl$/;

/** `sessions/<year>/<month>/<day>/rollout-*.jsonl`, put away under `archived_sessions/`. */
export function codexLayout(memory: SessionMemory): HomeLayout {
  return {
    runtime: 'codex',
    roots: [
      { folder: 'sessions', depth: 3 },
      { folder: 'archived_sessions', depth: 3 },
    ],
    isLog: (name) => ROLLOUT.test(name),
    open: (place) => openLines(place, 'codex', codexLines, memory),
  };
}
