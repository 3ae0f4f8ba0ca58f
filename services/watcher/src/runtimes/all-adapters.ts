import { claudeCodeLayout } from '../claude-code/layout.ts';
import { codexLayout } from '../codex/layout.ts';
import { geminiLayout } from '../gemini-cli/layout.ts';
import { hermesLayout } from '../hermes/layout.ts';
import { openclawLayout } from '../openclaw/layout.ts';
import { opencodeLayout } from '../opencode/layout.ts';
import { FolderAdapter } from '../sources/folder-adapter.ts';
import type { SessionMemory } from '../sources/session-memory.ts';
import type { Adapter } from '../sources/source.ts';

/** All runtimes whose logs are read. Another one is a folder beside these, and a line here. */
export function allAdapters(memory: SessionMemory): readonly Adapter[] {
  return [openclawLayout, claudeCodeLayout, codexLayout, geminiLayout, opencodeLayout, hermesLayout].map(
    (layout) => new FolderAdapter(layout(memory)),
  );
}
