import { aimSet, setAt } from '../../fixes/aim-patch.ts';
import type { Patch } from '../../fixes/patch.ts';
import type { AgentFacts, OpenClawFacts } from '../../openclaw/facts.ts';
import { agentId } from '../../openclaw/graph-ids.ts';
import { at, type Node, textAt, textsAt } from '../../settings/node.ts';
import type { Hit } from '../trust-check.ts';
import { always } from '../weights.ts';
import { hitAt } from './openclaw-check.ts';

/** Limits of one agent that another setting or another tool takes back. */
export function findIdleLimits(facts: OpenClawFacts, agent: AgentFacts): Hit[] {
  const { exec, tools, keys, own, root } = agent;
  const hits: Hit[] = [];
  const deny: Node | undefined = at(own, 'tools', 'deny') ?? at(root, 'tools', 'deny');
  const lost = ['write', 'edit', 'apply_patch'].filter((tool) => !tools.has(tool));
  if (deny !== undefined && lost.length > 0 && exec.strength > 0 && exec.host === 1 && isFileDeny(deny))
    hits.push(
      hitAt(facts, [...keys, 'tools', 'deny'], {
        node: deny,
        weight: { by: 'rule', severity: 'medium', agents: [agentId(facts.instance, agent.id)] },
        patches: [setAt(deny, [...new Set([...textsAt(deny), 'group:runtime'])])],
        title: 'File tools are denied, and commands still write files',
        say: `agent ${agent.id} has exec, which is a shell`,
        side_effects: 'The agent runs no commands any more.',
        restart: null,
        part: agent.id,
      }),
    );
  const host =
    at(own, 'tools', 'exec', 'host') ?? (agent.isDefault ? at(root, 'tools', 'exec', 'host') : undefined);
  if (textAt(host) === 'sandbox' && !exec.sandboxed && host !== undefined)
    hits.push(
      hitAt(facts, ['tools', 'exec', 'host'], {
        node: host,
        weight: always('low'),
        patches: [aimSet(root, ['agents', 'defaults', 'sandbox', 'mode'], 'all')],
        title: 'Commands are sent to a sandbox that is off',
        say: 'they fail as long as no sandbox is there',
        side_effects: 'Docker has to run on this machine.',
        part: agent.id,
      }),
    );
  if (
    at(own, 'skills') !== undefined &&
    exec.strength > 0 &&
    exec.host === 1 &&
    at(root, 'mcp', 'servers') !== undefined
  )
    hits.push(
      hitAt(facts, [...keys, 'skills'], {
        weight: { by: 'rule', severity: 'medium', agents: [agentId(facts.instance, agent.id)] },
        patches: closeExecFor(agent),
        title: 'A list of skills does not limit what commands reach',
        say: `agent ${agent.id} runs commands on the host, and they reach every MCP server`,
        side_effects: 'The agent runs no commands any more.',
        restart: null,
      }),
    );
  const profile = at(own, 'tools', 'profile');
  if (
    textAt(root, 'tools', 'profile') === 'minimal' &&
    profile !== undefined &&
    textAt(profile) !== 'minimal'
  )
    hits.push(
      hitAt(facts, [...keys, 'tools', 'profile'], {
        weight: { by: 'rule', severity: 'medium', agents: [agentId(facts.instance, agent.id)] },
        patches: [setAt(profile, 'minimal')],
        title: 'An agent takes back the minimal profile',
        restart: null,
      }),
    );
  return hits;
}

function isFileDeny(deny: Node): boolean {
  return textsAt(deny).some((entry) => ['write', 'edit', 'apply_patch', 'group:fs'].includes(entry));
}

function closeExecFor(agent: AgentFacts): Patch[] {
  const deny = at(agent.root, ...agent.keys, 'tools', 'deny');
  return [
    aimSet(agent.root, [...agent.keys, 'tools', 'deny'], [...new Set([...textsAt(deny), 'group:runtime'])]),
  ];
}
