import { expand } from '@clawnex/shared/posture/expand.ts';
import type { HostFacts } from '../facts.ts';
import { readGatewaySettings } from '../openclaw/gateway-settings.ts';

/** Injected into the system prompt at each start. */
const WORKSPACE_FILES = [
  'AGENTS.md',
  'SOUL.md',
  'USER.md',
  'IDENTITY.md',
  'BOOTSTRAP.md',
  'TOOLS.md',
  'HEARTBEAT.md',
  'MEMORY.md',
  'CLAUDE.md',
  'GEMINI.md',
  'memory/*.md',
];
/** The same for other runtimes, and settings that run commands. */
const IN_STATE = [
  'CLAUDE.md',
  'AGENTS.md',
  'GEMINI.md',
  'settings.json',
  'settings.local.json',
  'config.toml',
  'hooks.json',
  'SOUL.md',
  'memories/*.md',
];

export interface BootFiles {
  readonly paths: readonly string[];
  readonly gaps: readonly string[];
}

const perFacts = new WeakMap<HostFacts, Promise<BootFiles>>();

/** Files that decide how agents behave: persona, memory, standing instructions, hooks. */
export function findBootFiles(facts: HostFacts): Promise<BootFiles> {
  const known = perFacts.get(facts) ?? find(facts);
  perFacts.set(facts, known);
  return known;
}

async function find(facts: HostFacts): Promise<BootFiles> {
  const patterns = new Set<string>();
  for (const home of facts.homes.agents) {
    for (const name of IN_STATE) patterns.add(`${home.path}/${name}`);
    if (home.runtime !== 'OpenClaw') continue;
    const settings = await readGatewaySettings(facts.root, home);
    const workspaces = settings.ok ? settings.value.workspaces : [`${home.path}/workspace`];
    for (const workspace of [
      ...workspaces,
      `${home.path}/workspace-*`,
      `${home.path}/workspace/*`,
      `${home.path}/agents/*/agent`,
    ])
      for (const name of WORKSPACE_FILES) patterns.add(`${workspace}/${name}`);
  }
  for (const { path } of facts.homes.users)
    for (const name of [
      'CLAUDE.md',
      'AGENTS.md',
      'clawd/*.md',
      '*/CLAUDE.md',
      '*/AGENTS.md',
      '*/SOUL.md',
      '*/.claude/settings.json',
    ])
      patterns.add(`${path}/${name}`);
  const paths = new Set<string>();
  const gaps = new Set<string>();
  for (const pattern of patterns) {
    const found = await expand(facts.root, pattern);
    for (const path of found.paths) paths.add(path);
    for (const gap of found.gaps) gaps.add(gap);
  }
  return { paths: [...paths].sort(), gaps: [...gaps] };
}
