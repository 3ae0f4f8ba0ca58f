import { expand } from '@clawnex/shared/posture/expand.ts';
import type { HostFacts } from '../facts.ts';

const IN_STATE = [
  'skills',
  'extensions',
  'plugins',
  'plugin-skills',
  'commands',
  'prompts',
  'agents/*/skills',
  'workspace/skills',
  'workspace/.agents/skills',
  'workspace-*/skills',
];
const IN_HOME = ['.agents/skills', 'clawd/skills', '*/.claude/skills', '*/.agents/skills'];

export interface SkillFolder {
  readonly path: string;
  readonly home: string;
}

/** Folders whose content agents take as skills, plugins or commands. */
export async function findSkillFolders(
  facts: HostFacts,
): Promise<{ readonly folders: readonly SkillFolder[]; readonly gaps: readonly string[] }> {
  const patterns = [
    ...facts.homes.agents.flatMap(({ path, home }) =>
      IN_STATE.map((name) => ({ pattern: `${path}/${name}`, home })),
    ),
    ...facts.homes.users.flatMap(({ path }) =>
      IN_HOME.map((name) => ({ pattern: `${path}/${name}`, home: path })),
    ),
  ];
  const folders = new Map<string, SkillFolder>();
  const gaps = new Set<string>();
  for (const { pattern, home } of patterns) {
    const found = await expand(facts.root, pattern);
    for (const gap of found.gaps) gaps.add(gap);
    for (const path of found.paths) {
      const info = await facts.root.stat(path);
      if (info.ok && info.value.kind === 'folder') folders.set(path, { path, home });
    }
  }
  return { folders: [...folders.values()], gaps: [...gaps] };
}
