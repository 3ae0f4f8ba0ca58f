import type { GraphBuilder } from '../graph/graph-builder.ts';
import { addGroupMember, INTERNET, OWNER, STRANGER } from '../graph/principals.ts';
import { addResource } from '../graph/resources.ts';
import {
  DELEGATION,
  FETCHED_CONTENT,
  MENTION_GATE,
  OPEN,
  PAIRING,
  RAW_CONTENT,
  WEAK_SECRET,
} from '../graph/strengths.ts';
import { at, flagAt, itemsAt, textAt, textsAt } from '../settings/node.ts';
import { addCapabilities } from './build-capabilities.ts';
import { agentsOfChannel, type ChannelAccess } from './channels.ts';
import type { OpenClawFacts } from './facts.ts';
import { agentId, gatewayId, groupId, hookId, messageId } from './graph-ids.ts';
import { SESSION_TOOLS } from './tool-names.ts';

/** Who reaches the agents of one installation, and what they can do. */
export function buildOpenClaw(builder: GraphBuilder, facts: OpenClawFacts): void {
  const { instance, root, agents } = facts;
  for (const agent of agents) {
    builder.node({ id: agentId(instance, agent.id), kind: 'agent', label: `agent ${agent.id} (OpenClaw)` });
    addCapabilities(builder, facts, agent);
  }
  addGateway(builder, facts);
  for (const channel of facts.channels) addChannel(builder, facts, channel);
  if (flagAt(root, 'hooks', 'enabled') === true) addHooks(builder, facts);
  addContent(builder, facts);
  addDelegation(builder, facts);
}

function addGateway(builder: GraphBuilder, { instance, agents, gateway, root }: OpenClawFacts): void {
  const id = builder.node({ id: gatewayId(instance), kind: 'surface', label: 'the gateway' });
  const setting = gateway.reach === 'loopback' ? (gateway.modeSetting ?? gateway.bind) : gateway.bind;
  const input = { guards: gateway.guards, setting };
  builder.edge(INTERNET, 'authenticates_to', id, { ...input, strength: gateway.strength.internet });
  builder.edge(STRANGER, 'authenticates_to', id, { ...input, strength: gateway.strength.stranger });
  builder.edge(OWNER, 'authenticates_to', id, { strength: OPEN });
  for (const agent of agents) builder.edge(id, 'routes_to', agentId(instance, agent.id), { strength: OPEN });
  builder.edge(id, 'writes', addResource(builder, 'control'), { strength: OPEN });
  if (flagAt(root, 'gateway', 'terminal', 'enabled') === true)
    builder.edge(id, 'executes_on', addResource(builder, 'host'), {
      strength: OPEN,
      setting: at(root, 'gateway', 'terminal', 'enabled'),
    });
  const allowed = at(root, 'gateway', 'tools', 'allow');
  if (textsAt(allowed).includes('exec'))
    builder.edge(id, 'executes_on', addResource(builder, 'host'), { strength: OPEN, setting: allowed });
  const devices = at(root, 'gateway', 'nodes', 'commands', 'allow');
  if (textsAt(devices).length > 0)
    builder.edge(id, 'connects_to', addResource(builder, 'devices'), { strength: OPEN, setting: devices });
}

function addChannel(
  builder: GraphBuilder,
  { instance, root, agents }: OpenClawFacts,
  access: ChannelAccess,
): void {
  const { channel, dm, groups } = access;
  const targets = agentsOfChannel(root, channel, agents);
  if (dm.policy !== 'disabled') {
    const id = builder.node({
      id: messageId(instance, access),
      kind: 'surface',
      label: `messages on ${channel}`,
    });
    const isOpen = dm.policy === 'open';
    const input = {
      strength: isOpen ? OPEN : PAIRING,
      guards: isOpen ? [] : [dm.policy === 'allowlist' ? 'listed senders' : 'pairing'],
      setting: isOpen ? (dm.everyone ?? dm.setting) : dm.setting,
    };
    builder.edge(INTERNET, 'can_message', id, input);
    builder.edge(STRANGER, 'can_message', id, input);
    builder.edge(OWNER, 'can_message', id, { strength: OPEN });
    for (const target of targets)
      builder.edge(id, 'routes_to', agentId(instance, target.id), { strength: OPEN });
  }
  const isOpen = groups.policy === 'open';
  if (groups.policy === 'disabled' || (!isOpen && !groups.anyConfigured)) return;
  const id = builder.node({ id: groupId(instance, access), kind: 'surface', label: `groups on ${channel}` });
  const gate = groups.unmentioned === null ? MENTION_GATE : OPEN;
  const guards = groups.unmentioned === null ? ['must be named'] : [];
  const setting = isOpen ? (groups.everyone ?? groups.setting) : groups.setting;
  const stranger = {
    strength: isOpen ? gate : PAIRING * gate,
    guards: isOpen ? guards : ['listed groups', ...guards],
    setting,
  };
  builder.edge(STRANGER, 'can_message', id, stranger);
  builder.edge(INTERNET, 'can_message', id, stranger);
  builder.edge(addGroupMember(builder), 'can_message', id, {
    strength: isOpen ? gate : PAIRING * gate,
    guards,
    setting,
  });
  for (const target of targets)
    builder.edge(id, 'routes_to', agentId(instance, target.id), { strength: OPEN });
}

/** Hooks bring in text that outsiders wrote, and whoever holds their token starts runs. */
function addHooks(
  builder: GraphBuilder,
  { instance, root, agents, gateway, hookToken }: OpenClawFacts,
): void {
  const id = builder.node({ id: hookId(instance), kind: 'surface', label: 'the webhook endpoint' });
  const isWeak = hookToken.state === 'weak' || hookToken.state === 'absent';
  const reach = gateway.reach === 'loopback' ? 0.5 : OPEN;
  const strength = isWeak ? WEAK_SECRET * reach : 0.1 * reach;
  const guards = [isWeak ? 'a token that is easily guessed' : 'asks for a token'];
  const setting = at(root, 'hooks', 'token');
  builder.edge(INTERNET, 'authenticates_to', id, { strength, guards, setting });
  builder.edge(STRANGER, 'authenticates_to', id, { strength, guards, setting });
  const raw = [
    ...itemsAt(root, 'hooks', 'mappings').map((mapping) => at(mapping, 'allowUnsafeExternalContent')),
    at(root, 'hooks', 'gmail', 'allowUnsafeExternalContent'),
  ].find((flag) => flagAt(flag) === true);
  const content = builder.node({
    id: `${id}:content`,
    kind: 'surface',
    label: 'text that webhooks bring in',
  });
  builder.edge(INTERNET, 'influences', content, {
    strength: raw === undefined ? FETCHED_CONTENT : RAW_CONTENT,
    guards: raw === undefined ? ['marked as untrusted'] : [],
    setting: raw,
  });
  const allowed = textsAt(root, 'hooks', 'allowedAgentIds');
  const reached =
    allowed.length === 0 || allowed.includes('*')
      ? agents
      : agents.filter((agent) => allowed.includes(agent.id));
  for (const agent of reached) {
    builder.edge(id, 'routes_to', agentId(instance, agent.id), {
      strength: OPEN,
      setting: at(root, 'hooks', 'allowedAgentIds'),
    });
    builder.edge(content, 'influences', agentId(instance, agent.id), { strength: OPEN });
  }
}

/** Pages that agents fetch are text of strangers. */
function addContent(builder: GraphBuilder, { instance, agents }: OpenClawFacts): void {
  const readers = agents.filter(({ tools }) => tools.has('web_fetch') || tools.has('browser'));
  if (readers.length === 0) return;
  const id = builder.node({
    id: `surface:${instance.folder}:web`,
    kind: 'surface',
    label: 'pages that agents fetch',
  });
  builder.edge(INTERNET, 'influences', id, { strength: OPEN });
  for (const agent of readers)
    builder.edge(id, 'influences', agentId(instance, agent.id), {
      strength: FETCHED_CONTENT,
      guards: ['must be fetched'],
    });
}

/** Agents that may speak in each other's sessions act for each other. */
function addDelegation(builder: GraphBuilder, { instance, root, agents }: OpenClawFacts): void {
  const visibility = at(root, 'tools', 'sessions', 'visibility');
  const between = at(root, 'tools', 'agentToAgent', 'enabled');
  const seesAll = (textAt(visibility) ?? 'all') === 'all';
  if (!seesAll || flagAt(between) === false || agents.length < 2) return;
  for (const from of agents) {
    if (!SESSION_TOOLS.some((tool) => from.tools.has(tool))) continue;
    builder.edge(agentId(instance, from.id), 'reads', addResource(builder, 'sessions'), {
      strength: OPEN,
      setting: visibility,
    });
    if (!from.tools.has('sessions_send')) continue;
    for (const to of agents)
      if (to.id !== from.id)
        builder.edge(agentId(instance, from.id), 'delegates_to', agentId(instance, to.id), {
          strength: DELEGATION,
          setting: visibility,
        });
  }
}
