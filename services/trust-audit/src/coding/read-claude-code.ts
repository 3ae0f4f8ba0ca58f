import { APPROVAL, OPEN, REVIEWER_MODEL, SANDBOX } from '../graph/strengths.ts';
import type { ScannedHome } from '../home/scanned-home.ts';
import { at, flagAt, itemsAt, type Node, textAt } from '../settings/node.ts';
import { type CodingAgent, type Grant, NO_GRANT } from './coding-agent.ts';
import { readSettingsFile, type SettingsFile } from './settings-file.ts';

/** Files whose settings hold in a folder, the strongest last. */
export function claudeFiles(folder: string): string[] {
  return folder === ''
    ? ['/.claude/settings.json', '/.claude/settings.local.json']
    : [`${folder}/.claude/settings.json`, `${folder}/.claude/settings.local.json`];
}

export async function readClaudeCode(home: ScannedHome, folders: readonly string[]): Promise<CodingAgent[]> {
  const user = await readAll(home, claudeFiles(''));
  const agents: CodingAgent[] = [];
  for (const folder of folders) {
    const own = folder === '' ? user : await readAll(home, claudeFiles(folder));
    if (own.length === 0) continue;
    agents.push(judge(folder, own, folder === '' ? own : [...user, ...own]));
  }
  const hasHome = (await home.stat('/.claude')).ok || (await home.stat('/.claude.json')).ok;
  if (hasHome && !agents.some(({ folder }) => folder === '')) agents.unshift(judge('', [], []));
  return agents;
}

async function readAll(home: ScannedHome, files: readonly string[]): Promise<SettingsFile[]> {
  const found: SettingsFile[] = [];
  for (const file of files) {
    const read = await readSettingsFile(home, file);
    if (read !== null) found.push(read);
  }
  return found;
}

/** The last file that says something wins; lists of rules add up. */
function judge(folder: string, files: readonly SettingsFile[], all: readonly SettingsFile[]): CodingAgent {
  const nodes = all.flatMap(({ node }) => (node === null ? [] : [node]));
  const mode = nodes
    .map((node) => at(node, 'permissions', 'defaultMode'))
    .findLast((node) => node !== undefined);
  const bypass = textAt(mode) === 'bypassPermissions' ? mode : undefined;
  const sandbox = nodes.map((node) => at(node, 'sandbox', 'enabled')).findLast((node) => node !== undefined);
  const bash = bypass ?? findRule(nodes, 'allow', isAnyCommand);
  const denied = findRule(nodes, 'deny', isAnyCommand);
  const isAuto = textAt(mode) === 'auto';
  const exec: Grant =
    denied !== undefined
      ? { strength: 0, guards: ['commands are denied'], setting: denied }
      : bash !== undefined
        ? { strength: OPEN, guards: [], setting: bash }
        : {
            strength: isAuto ? REVIEWER_MODEL : APPROVAL,
            guards: [isAuto ? 'a model approves' : 'each command asks'],
            setting: mode,
          };
  const host: Grant =
    flagAt(sandbox) === true
      ? { strength: SANDBOX, guards: ['sandbox'], setting: sandbox }
      : { strength: OPEN, guards: [], setting: sandbox };
  const reads = bypass ?? findRule(nodes, 'allow', isAnyRead);
  const guarded = findRule(nodes, 'deny', isSecretRule);
  const secrets: Grant = {
    strength: (reads === undefined ? APPROVAL : OPEN) * (guarded === undefined ? 1 : 0.1),
    guards: [
      ...(reads === undefined ? ['reading outside the folder asks'] : []),
      ...(guarded === undefined ? [] : ['secrets are denied']),
    ],
    setting: reads,
  };
  const fetches =
    bypass ??
    findRule(nodes, 'allow', (rule) => /^(?:WebFetch|WebFetch\(\*?\)|WebFetch\(domain:\*\)|\*)$/.test(rule));
  const egress: Grant = {
    strength: fetches === undefined ? APPROVAL : OPEN,
    guards: fetches === undefined ? ['each page asks'] : [],
    setting: fetches,
  };
  return { product: 'claude-code', folder, files, exec, host, secrets, egress, messages: NO_GRANT };
}

export function findRule(
  nodes: readonly Node[],
  list: 'allow' | 'deny' | 'ask',
  matches: (rule: string) => boolean,
): Node | undefined {
  for (const node of nodes)
    for (const item of itemsAt(node, 'permissions', list))
      if (item.kind === 'scalar' && typeof item.value === 'string' && matches(item.value.trim())) return item;
  return undefined;
}

export function isAnyCommand(rule: string): boolean {
  return /^(?:\*|Bash|Bash\((?:\*|:\*|\*:\*|\*\*)\)|Bash\((?:ba|z)?sh(?::|\s)\*\)|PowerShell(?:\(\*\))?)$/.test(
    rule,
  );
}

export function isAnyRead(rule: string): boolean {
  return /^(?:\*|Read|Read\((?:\*|\*\*|\/\*\*|\/\/\*\*|~\/\*\*|\*\*\/\*)\))$/.test(rule);
}

export function isSecretRule(rule: string): boolean {
  return (
    /^(?:Read|Edit|Read\(|\*)/.test(rule) &&
    /^Read$|^\*$|\.env|\.ssh|\.aws|secret|credential|keychain|\.gnupg/i.test(rule)
  );
}
