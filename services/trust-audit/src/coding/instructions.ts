import type { ScannedHome } from '../home/scanned-home.ts';
import { scanWords, type WordSign } from '../text/suspicious-words.ts';

const FILE_BYTES_MAX = 524_288;
const NAMES = ['CLAUDE.md', 'AGENTS.md', 'GEMINI.md', '.cursorrules', '.windsurfrules', 'CLAUDE.local.md'];
/** Files that OpenClaw and Hermes load at every start. */
const PERSONAS = [
  'SOUL.md',
  'AGENTS.md',
  'USER.md',
  'IDENTITY.md',
  'BOOTSTRAP.md',
  'TOOLS.md',
  'HEARTBEAT.md',
  'MEMORY.md',
];

/** A file that agents load as instructions, with the lines in it that nobody should follow. */
export interface InstructionFile {
  readonly file: string;
  readonly signs: readonly WordSign[];
}

export async function readInstructions(
  home: ScannedHome,
  folders: readonly string[],
  workspaces: readonly string[],
): Promise<InstructionFile[]> {
  const files = new Set([
    '/.claude/CLAUDE.md',
    '/.codex/AGENTS.md',
    '/.gemini/GEMINI.md',
    '/.hermes/SOUL.md',
    ...folders.flatMap((folder) => [
      ...NAMES.map((name) => `${folder}/${name}`),
      `${folder}/.claude/CLAUDE.md`,
      `${folder}/.github/copilot-instructions.md`,
    ]),
    ...workspaces.flatMap((folder) => PERSONAS.map((name) => `${folder}/${name}`)),
  ]);
  const found: InstructionFile[] = [];
  for (const file of files) {
    const text = await home.readText(file, FILE_BYTES_MAX);
    if (text.ok) found.push({ file, signs: scanWords(text.value) });
  }
  return found;
}
