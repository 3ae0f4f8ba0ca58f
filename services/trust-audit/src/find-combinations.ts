import { type Combination, type CombinationId, findCombinations } from './graph/toxic.ts';
import { proxyId } from './litellm/build-graph.ts';
import { mcpId } from './mcp/build-graph.ts';
import { sandboxLeak } from './openclaw/build-capabilities.ts';
import { EVERYONE } from './openclaw/channels.ts';
import type { OpenClawFacts } from './openclaw/facts.ts';
import { agentId, capabilityId, gatewayId, hookId } from './openclaw/graph-ids.ts';
import type { Scan } from './scan.ts';
import { at, entriesAt, textAt, textsAt } from './settings/node.ts';
import { isLiteralSecret } from './text/literal-secret.ts';
import { readLaunch } from './text/package-launcher.ts';

/** All combinations that are there: those that the graph shows, and those that single settings make. TC13 needs the shield's policy. */
export function listCombinations(scan: Scan): Combination[] {
  return [
    ...findCombinations(scan.risk),
    ...scan.openclaw.installed.flatMap(ofInstallation),
    ...scan.mcp.flatMap((server) => {
      const launch = server.command === null ? null : readLaunch(server.command, server.args);
      const holds = server.values.some(({ name, node }) => isLiteralSecret(name, textAt(node) ?? ''));
      return launch !== null && !launch.isPinned && holds ? [combine('TC9', null, [mcpId(server)])] : [];
    }),
    ...scan.litellm.files.flatMap(({ node }) => {
      const isOpen = node !== null && at(node, 'general_settings', 'master_key') === undefined;
      return isOpen && at(node, 'model_list') !== undefined ? [combine('TC11', null, [proxyId(node)])] : [];
    }),
  ];
}

function ofInstallation(facts: OpenClawFacts): Combination[] {
  const { instance, root, agents, channels, gateway, hookToken } = facts;
  const found: Combination[] = [];
  const elevated = entriesAt(root, 'tools', 'elevated', 'allowFrom').some(([, list]) =>
    textsAt(list).includes(EVERYONE),
  );
  const profiles = entriesAt(root, 'browser', 'profiles').some(
    ([, profile]) => at(profile, 'userDataDir') !== undefined,
  );
  const manyChannels = new Set(channels.map(({ channel }) => channel)).size > 1;
  for (const { id, exec, tools, ...agent } of agents) {
    const own = agentId(instance, id);
    const capability = (name: string) => capabilityId(instance, id, name);
    if (exec.strength === 1 && elevated)
      found.push(combine('TC5', own, [own, capability('exec'), capability('elevated')]));
    if (profiles && tools.has('browser')) found.push(combine('TC7', own, [own, capability('web')]));
    if (sandboxLeak({ ...agent, id, exec, tools }) !== undefined)
      found.push(combine('TC8', own, [own, capability('exec')]));
    if (manyChannels && tools.has('message') && tools.has('read'))
      found.push(combine('TC10', own, [own, capability('message')]));
  }
  if (hookToken.mark !== null && hookToken.mark === gateway.secret.mark)
    found.push(combine('TC14', null, [hookId(instance), gatewayId(instance)]));
  return found;
}

function combine(id: CombinationId, agent: string | null, nodes: readonly string[]): Combination {
  return { id, agent, nodes: new Set(nodes) };
}
