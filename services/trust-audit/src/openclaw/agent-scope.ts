import { at, entriesAt, flagAt, itemsAt, type Node, textAt, textsAt } from '../settings/node.ts';
import { expandTool, toolsOfProfile } from './tool-names.ts';

/** One agent with the settings that hold for it: its own before those for all. */
export interface AgentScope {
  readonly id: string;
  readonly isDefault: boolean;
  /** Keys of its own settings; none for an agent that has no entry. */
  readonly keys: readonly string[];
  readonly own: Node | undefined;
  readonly root: Node;
  readonly tools: ReadonlySet<string>;
  /** A profile whose tools are not known here. */
  readonly unknownProfile: Node | null;
}

/** The agents of a configuration: `agents.entries` since 2026.9, `agents.list` before, one `main` where neither is. */
export function listAgents(root: Node): AgentScope[] {
  const found: { id: string; keys: string[]; own: Node | undefined }[] = [];
  for (const [id, own] of entriesAt(root, 'agents', 'entries'))
    found.push({ id, keys: ['agents', 'entries', id], own });
  for (const [index, own] of itemsAt(root, 'agents', 'list').entries())
    found.push({ id: textAt(own, 'id') ?? String(index), keys: ['agents', 'list', String(index)], own });
  if (found.length === 0) found.push({ id: 'main', keys: [], own: undefined });
  const chosen =
    found.find(({ own }) => flagAt(own, 'default') === true) ??
    found.find(({ id }) => id === 'main') ??
    found[0];
  return found.map((each) => ({ ...each, root, isDefault: each === chosen, ...readTools(root, each.own) }));
}

/** The setting of an agent under `tools`, `sandbox` and the like: its own, or the one for all. */
export function settingOf({ own, root }: Pick<AgentScope, 'own' | 'root'>, ...keys: readonly string[]) {
  return at(own, ...keys) ?? at(root, ...keys);
}

/** A setting under `agents.defaults` that an agent's entry may replace. */
export function defaultedOf({ own, root }: Pick<AgentScope, 'own' | 'root'>, ...keys: readonly string[]) {
  return at(own, ...keys) ?? at(root, 'agents', 'defaults', ...keys);
}

function readTools(root: Node, own: Node | undefined): Pick<AgentScope, 'tools' | 'unknownProfile'> {
  const profile = at(own, 'tools', 'profile') ?? at(root, 'tools', 'profile');
  const listed = toolsOfProfile(textAt(profile));
  const also = [...textsAt(own, 'tools', 'alsoAllow'), ...textsAt(root, 'tools', 'alsoAllow')];
  let tools = new Set([...(listed ?? toolsOfProfile(undefined) ?? []), ...also.flatMap(expandTool)]);
  for (const scope of [root, own]) {
    const allow = textsAt(scope, 'tools', 'allow');
    if (allow.length > 0) {
      const allowed = new Set(allow.flatMap(expandTool));
      tools = new Set([...tools].filter((tool) => allowed.has(tool)));
    }
    for (const entry of textsAt(scope, 'tools', 'deny'))
      for (const tool of expandTool(entry)) tools.delete(tool);
  }
  if (flagAt(root, 'browser', 'enabled') === false) tools.delete('browser');
  if (flagAt(root, 'tools', 'web', 'fetch', 'enabled') === false) tools.delete('web_fetch');
  if (flagAt(root, 'tools', 'web', 'search', 'enabled') === false) tools.delete('web_search');
  return { tools, unknownProfile: profile !== undefined && listed === null ? profile : null };
}
