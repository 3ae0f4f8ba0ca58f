import type { Outcome } from '@clawnex/shared/posture/outcome.ts';
import type { RootFolder } from '@clawnex/shared/posture/root-folder.ts';
import type { AgentHome } from '../homes/user-homes.ts';

const FILE_BYTES_MAX = 1_048_576;

export interface Unguarded {
  readonly file: string;
  readonly what: string;
  readonly fix: string;
}

/** Settings by which Codex, Claude Code and Gemini CLI run commands without a sandbox or without asking. */
const SETTINGS: readonly {
  readonly runtime: string;
  readonly names: readonly string[];
  readonly pattern: RegExp;
  readonly fix: string;
}[] = [
  {
    runtime: 'Codex',
    names: ['config.toml'],
    pattern: /^\s*sandbox_mode\s*=\s*["']danger-full-access["']/m,
    fix: 'Set sandbox_mode = "workspace-write" in config.toml',
  },
  {
    runtime: 'Claude Code',
    names: ['settings.json', 'settings.local.json'],
    pattern: /"defaultMode"\s*:\s*"bypassPermissions"|"dangerouslySkipPermissions"\s*:\s*true/,
    fix: 'Remove permissions.defaultMode "bypassPermissions" from settings.json',
  },
  {
    runtime: 'Gemini CLI',
    names: ['settings.json'],
    pattern: /"(?:autoAccept|yolo)"\s*:\s*true|"approvalMode"\s*:\s*"yolo"/,
    fix: 'Remove autoAccept and the approval mode yolo from settings.json',
  },
];

export async function findUnguarded(
  root: RootFolder,
  home: AgentHome,
): Promise<readonly Outcome<Unguarded>[]> {
  const found: Outcome<Unguarded>[] = [];
  for (const { names, pattern, fix } of SETTINGS.filter(({ runtime }) => runtime === home.runtime))
    for (const name of names) {
      const file = `${home.path}/${name}`;
      const text = await root.readText(file, FILE_BYTES_MAX);
      if (!text.ok) {
        if (text.code !== 'missing') found.push(text);
        continue;
      }
      const line = pattern.exec(text.value)?.[0];
      if (line !== undefined)
        found.push({
          ok: true,
          value: { file, what: `${home.runtime} runs commands unguarded: ${line.trim()}`, fix },
        });
    }
  return found;
}
