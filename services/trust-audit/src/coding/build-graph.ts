import type { GraphBuilder } from '../graph/graph-builder.ts';
import { INTERNET, OWNER, STRANGER } from '../graph/principals.ts';
import { addResource } from '../graph/resources.ts';
import { OPEN, REPOSITORY_CONTENT } from '../graph/strengths.ts';
import { type CodingAgent, codingAgentId, codingCapabilityId } from './coding-agent.ts';

const LABELS = {
  'claude-code': 'Claude Code',
  codex: 'Codex',
  gemini: 'Gemini CLI',
  opencode: 'opencode',
  hermes: 'Hermes',
} as const;

/** A coding agent reads repositories and pages that others wrote, and does what its settings let it. */
export function buildCodingAgent(builder: GraphBuilder, agent: CodingAgent): void {
  const where = agent.folder === '' ? '' : ` in ~${agent.folder}`;
  const id = builder.node({
    id: codingAgentId(agent),
    kind: 'agent',
    label: `${LABELS[agent.product]}${where}`,
  });
  const content = builder.node({
    id: 'surface:repository',
    kind: 'surface',
    label: 'repositories and pages that coding agents read',
  });
  builder.edge(INTERNET, 'influences', content, { strength: OPEN });
  builder.edge(STRANGER, 'influences', content, { strength: OPEN });
  builder.edge(content, 'influences', id, { strength: REPOSITORY_CONTENT, guards: ['must be read'] });
  builder.edge(OWNER, 'can_message', id, { strength: OPEN });
  if (agent.messages.strength > 0) {
    builder.edge(STRANGER, 'can_message', id, agent.messages);
    builder.edge(INTERNET, 'can_message', id, agent.messages);
  }
  const exec = builder.node({
    id: codingCapabilityId(agent, 'exec'),
    kind: 'capability',
    label: `commands of ${LABELS[agent.product]}${where}`,
  });
  builder.edge(id, 'invokes', exec, agent.exec);
  builder.edge(exec, 'executes_on', addResource(builder, 'host'), agent.host);
  builder.edge(exec, 'persists_in', addResource(builder, 'memory'), { strength: agent.host.strength });
  builder.edge(exec, 'sends_to', addResource(builder, 'web'), { strength: agent.host.strength });
  const read = builder.node({
    id: codingCapabilityId(agent, 'read'),
    kind: 'capability',
    label: `file reading of ${LABELS[agent.product]}${where}`,
  });
  builder.edge(id, 'invokes', read, { strength: OPEN });
  builder.edge(read, 'reads', addResource(builder, 'secrets'), agent.secrets);
  builder.edge(read, 'reads', addResource(builder, 'files'), { strength: OPEN });
  const web = builder.node({
    id: codingCapabilityId(agent, 'web'),
    kind: 'capability',
    label: `page fetching of ${LABELS[agent.product]}${where}`,
  });
  builder.edge(id, 'invokes', web, agent.egress);
  builder.edge(web, 'sends_to', addResource(builder, 'web'), { strength: OPEN });
  builder.edge(id, 'writes', addResource(builder, 'workspace'), { strength: OPEN });
}
