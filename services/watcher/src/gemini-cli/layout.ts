import type { HomeLayout } from '../sources/folder-adapter.ts';
import { openLines } from '../sources/open-log.ts';
import type { SessionMemory } from '../sources/session-memory.ts';
import { geminiLines } from './format.ts';

/** Lines since 2026, before that one document for each chat. */
const CHAT = /^session-.+\.jsonl?$/;

/** `tmp/<project>/chats/session-*`, sub-agents in a folder below. */
export function geminiLayout(memory: SessionMemory): HomeLayout {
  return {
    runtime: 'gemini-cli',
    roots: [{ folder: 'tmp', depth: 3 }],
    isLog: (name, folders) => CHAT.test(name) && folders.includes('chats'),
    open: (place) => openLines(place, 'gemini-cli', geminiLines, memory),
  };
}
