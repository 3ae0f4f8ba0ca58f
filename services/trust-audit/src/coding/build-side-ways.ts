import type { GraphBuilder } from '../graph/graph-builder.ts';
import { INTERNET, STRANGER } from '../graph/principals.ts';
import { addResource } from '../graph/resources.ts';
import { OPEN, REPOSITORY_CONTENT } from '../graph/strengths.ts';
import { at, entriesAt, flagAt, itemsAt, textAt } from '../settings/node.ts';
import { judgeCommand } from '../text/remote-command.ts';
import { type CodingAgent, codingAgentId, codingCapabilityId } from './coding-agent.ts';
import type { InstructionFile } from './instructions.ts';

/** Ways to a coding agent's machine that pass its permissions by: hooks, servers of repositories, planted words. */
export function buildSideWays(
  builder: GraphBuilder,
  agents: readonly CodingAgent[],
  instructions: readonly InstructionFile[],
): void {
  for (const agent of agents.filter(({ product }) => product === 'claude-code'))
    addClaudeSideWays(builder, agent);
  for (const { file, signs } of instructions) {
    if (signs.length === 0) continue;
    const id = builder.node({
      id: `surface:instructions:${file}`,
      kind: 'surface',
      label: `the instructions in ~${file}`,
    });
    const place = { file, pointer: '', line: signs[0]?.line ?? 1 };
    builder.edge(INTERNET, 'influences', id, { strength: OPEN, place });
    builder.edge(STRANGER, 'influences', id, { strength: OPEN, place });
    for (const agent of agents)
      builder.edge(id, 'influences', codingAgentId(agent), { strength: 0.8, place });
  }
}

function addClaudeSideWays(builder: GraphBuilder, agent: CodingAgent): void {
  for (const { node } of agent.files) {
    if (node === null) continue;
    const flag = at(node, 'enableAllProjectMcpServers');
    if (flagAt(flag) === true) {
      const id = builder.node({
        id: codingCapabilityId(agent, 'project-mcp'),
        kind: 'capability',
        label: 'MCP servers that repositories bring along',
      });
      builder.edge(INTERNET, 'loads', id, { strength: REPOSITORY_CONTENT, setting: flag });
      builder.edge(STRANGER, 'loads', id, { strength: REPOSITORY_CONTENT, setting: flag });
      builder.edge(id, 'executes_on', addResource(builder, 'host'), { strength: OPEN, setting: flag });
    }
    const commands = [
      ...entriesAt(node, 'hooks').flatMap(([, matchers]) =>
        itemsAt(matchers).flatMap((matcher) => itemsAt(matcher, 'hooks').map((hook) => at(hook, 'command'))),
      ),
      at(node, 'apiKeyHelper'),
      at(node, 'statusLine', 'command'),
    ];
    const remote = commands.find((command) => judgeCommand(textAt(command) ?? '') !== null);
    if (remote === undefined) continue;
    const id = builder.node({
      id: codingCapabilityId(agent, 'remote-code'),
      kind: 'capability',
      label: 'a hook that runs code from elsewhere',
    });
    builder.edge(INTERNET, 'loads', id, { strength: OPEN, setting: remote });
    builder.edge(STRANGER, 'loads', id, { strength: OPEN, setting: remote });
    builder.edge(id, 'executes_on', addResource(builder, 'host'), { strength: OPEN, setting: remote });
  }
}
