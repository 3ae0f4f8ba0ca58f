import type { GraphBuilder } from '../graph/graph-builder.ts';
import { INTERNET, STRANGER } from '../graph/principals.ts';
import { addResource, type ResourceName } from '../graph/resources.ts';
import { OPEN, SANDBOX, SUSPICIOUS_CODE, UNREVIEWED_CODE } from '../graph/strengths.ts';
import { at, flagAt, itemsAt, type Node, textsAt } from '../settings/node.ts';
import { defaultedOf, settingOf } from './agent-scope.ts';
import { EVERYONE } from './channels.ts';
import type { AgentFacts, OpenClawFacts } from './facts.ts';
import { agentId, capabilityId, extensionId } from './graph-ids.ts';
import { CONTROL_TOOLS } from './tool-names.ts';

/** What one agent can do, by tool. */
export function addCapabilities(builder: GraphBuilder, facts: OpenClawFacts, agent: AgentFacts): void {
  addExec(builder, facts, agent);
  addFiles(builder, facts, agent);
  const { tools } = agent;
  if (tools.has('web_fetch') || tools.has('browser')) addWeb(builder, facts, agent);
  if (tools.has('message'))
    addTool(builder, facts, agent, 'message', [['sends_to', 'identity', OPEN, undefined]]);
  if (CONTROL_TOOLS.some((tool) => tools.has(tool)))
    addTool(builder, facts, agent, 'control', [
      ['writes', 'control', OPEN, settingOf(agent, 'tools', 'deny')],
    ]);
  if (tools.has('nodes') && textsAt(facts.root, 'gateway', 'nodes', 'commands', 'allow').length > 0)
    addTool(builder, facts, agent, 'nodes', [
      ['connects_to', 'devices', OPEN, at(facts.root, 'gateway', 'nodes', 'commands', 'allow')],
    ]);
  addElevated(builder, facts, agent);
  addExtensions(builder, facts, agent);
}

type Reach = readonly [
  relation: 'executes_on' | 'reads' | 'writes' | 'sends_to' | 'connects_to' | 'persists_in',
  resource: ResourceName,
  strength: number,
  setting: Node | undefined,
];

function addTool(
  builder: GraphBuilder,
  { instance }: OpenClawFacts,
  agent: AgentFacts,
  name: string,
  reaches: readonly Reach[],
  guards: readonly string[] = [],
  strength = OPEN,
  setting?: Node,
): void {
  const id = builder.node({
    id: capabilityId(instance, agent.id, name),
    kind: 'capability',
    label: `the ${name} tool of ${agent.id}`,
  });
  builder.edge(agentId(instance, agent.id), 'invokes', id, { strength, guards, setting });
  for (const [relation, resource, reach, by] of reaches)
    builder.edge(id, relation, addResource(builder, resource), { strength: reach, setting: by });
}

function addExec(builder: GraphBuilder, facts: OpenClawFacts, agent: AgentFacts): void {
  const { exec } = agent;
  if (exec.strength === 0) return;
  const sandbox = defaultedOf(agent, 'sandbox', 'mode');
  const leak = sandboxLeak(agent);
  const host = leak === undefined ? exec.host : OPEN;
  const reaches: Reach[] = [
    ['executes_on', 'host', host, leak ?? sandbox],
    ['reads', 'secrets', host, leak ?? sandbox],
    ['writes', 'workspace', OPEN, undefined],
    ['persists_in', 'memory', host, undefined],
    ['sends_to', 'web', OPEN, undefined],
  ];
  if (host < OPEN) reaches.push(['executes_on', 'sandbox', OPEN, sandbox]);
  addTool(builder, facts, agent, 'exec', reaches, exec.guards, exec.strength, exec.written[0]);
}

/** A setting by which a sandbox lets the host in: the Docker socket, the host's network. */
export function sandboxLeak(agent: AgentFacts): Node | undefined {
  if (!agent.exec.sandboxed) return undefined;
  const docker = defaultedOf(agent, 'sandbox', 'docker');
  const bind = itemsAt(docker, 'binds').find(
    (item) => item.kind === 'scalar' && isDangerousBind(String(item.value)),
  );
  const network = at(docker, 'network');
  const isHost = network?.kind === 'scalar' && /^(?:host|container:.*)$/.test(String(network.value));
  return bind ?? (isHost ? network : undefined);
}

/** Paths whose content is as good as the host. */
export function isDangerousBind(bind: string): boolean {
  const source = bind.split(':')[0] ?? '';
  return /docker\.sock|^\/(?:$|etc|root|proc|sys|dev|boot|var\/run|run)(?:\/|$)|\/\.(?:ssh|aws|gnupg|openclaw|kube|config)(?:\/|$)/.test(
    source,
  );
}

function addFiles(builder: GraphBuilder, facts: OpenClawFacts, agent: AgentFacts): void {
  const only = settingOf(agent, 'tools', 'fs', 'workspaceOnly');
  const outside = flagAt(only) === true ? 0 : agent.exec.sandboxed ? SANDBOX : OPEN;
  if (agent.tools.has('read'))
    addTool(builder, facts, agent, 'read', [
      ['reads', 'files', OPEN, undefined],
      ['reads', 'secrets', outside, only],
    ]);
  if (agent.tools.has('write') || agent.tools.has('edit') || agent.tools.has('apply_patch'))
    addTool(builder, facts, agent, 'write', [
      ['writes', 'workspace', OPEN, undefined],
      ['persists_in', 'memory', agent.exec.sandboxed ? SANDBOX : OPEN, undefined],
      ['writes', 'control', outside * 0.5, only],
    ]);
}

function addWeb(builder: GraphBuilder, facts: OpenClawFacts, agent: AgentFacts): void {
  const flags = [
    at(facts.root, 'tools', 'web', 'fetch', 'ssrfPolicy', 'dangerouslyAllowPrivateNetwork'),
    at(facts.root, 'browser', 'ssrfPolicy', 'dangerouslyAllowPrivateNetwork'),
  ];
  const open = flags.find((flag) => flagAt(flag) === true);
  const reaches: Reach[] = [['sends_to', 'web', OPEN, undefined]];
  if (open !== undefined) reaches.push(['connects_to', 'network', OPEN, open]);
  addTool(builder, facts, agent, 'web', reaches);
}

/** Elevated commands run on the host whatever the sandbox says, for the senders that are listed. */
function addElevated(builder: GraphBuilder, facts: OpenClawFacts, agent: AgentFacts): void {
  const { root } = facts;
  if (flagAt(root, 'tools', 'elevated', 'enabled') === false || agent.exec.strength === 0) return;
  const allow = at(root, 'tools', 'elevated', 'allowFrom');
  if (allow?.kind !== 'object') return;
  const everyone = [...allow.entries.values()].find((list) => textsAt(list).includes(EVERYONE));
  if (everyone === undefined) return;
  addTool(builder, facts, agent, 'elevated', [['executes_on', 'host', OPEN, everyone]], [], OPEN, everyone);
}

/** Plugins run inside the gateway; skills tell agents what to do. Whoever wrote them is an outsider. */
function addExtensions(builder: GraphBuilder, facts: OpenClawFacts, agent: AgentFacts): void {
  if (!agent.isDefault) return;
  const { instance } = facts;
  for (const [kind, list] of [
    ['plugin', facts.plugins],
    ['skill', facts.skills],
  ] as const) {
    for (const extension of list) {
      if (!extension.enabled) continue;
      const id = builder.node({
        id: extensionId(instance, kind, extension.folder),
        kind: 'capability',
        label: `the ${kind} ${extension.id}`,
      });
      const strength = extension.signs.length > 0 ? SUSPICIOUS_CODE : UNREVIEWED_CODE;
      const guards = extension.signs.length > 0 ? [] : ['no suspicious call found'];
      const input = { strength, guards, place: { file: extension.folder, pointer: '', line: 1 } };
      builder.edge(INTERNET, 'loads', id, { ...input, strength: strength * 0.8 });
      builder.edge(STRANGER, 'loads', id, { ...input, strength: strength * 0.5 });
      const reach = kind === 'plugin' ? OPEN : Math.max(agent.exec.strength * agent.exec.host, 0.1);
      builder.edge(id, 'executes_on', addResource(builder, 'host'), { strength: reach });
      builder.edge(id, 'reads', addResource(builder, 'secrets'), { strength: reach });
    }
  }
}
