import type { HomeLayout } from '../sources/folder-adapter.ts';
import { openLines } from '../sources/open-log.ts';
import type { SessionMemory } from '../sources/session-memory.ts';
import { claudeCodeLines } from './format.ts';

/** Written by workflows beside their sub-agents' transcripts; no session. */
const JOURNAL = 'journal.jsonl';

/** `projects/<folder>/<session>.jsonl`, sub-agents below `projects/<folder>/<session>/subagents/`. */
export function claudeCodeLayout(memory: SessionMemory): HomeLayout {
  return {
    runtime: 'claude-code',
    roots: [{ folder: 'projects', depth: 5 }],
    isLog: (name, folders) => name.endsWith('.jsonl') && name !== JOURNAL && folders.includes('projects'),
    open: (place) => openLines(place, 'claude-code', claudeCodeLines, memory),
  };
}
