import { buildCodingAgent } from './coding/build-graph.ts';
import { buildSideWays } from './coding/build-side-ways.ts';
import type { CodingAgent } from './coding/coding-agent.ts';
import { findProjects } from './coding/find-projects.ts';
import { type InstructionFile, readInstructions } from './coding/instructions.ts';
import { readClaudeCode } from './coding/read-claude-code.ts';
import { readCodex } from './coding/read-codex.ts';
import {
  type OpenSwitch,
  readGemini,
  readHermes,
  readHermesSwitches,
  readOpencode,
} from './coding/read-others.ts';
import { GraphBuilder } from './graph/graph-builder.ts';
import { addPrincipals } from './graph/principals.ts';
import { computeRisk, type Risk } from './graph/risk.ts';
import type { ScannedHome } from './home/scanned-home.ts';
import { buildProxy } from './litellm/build-graph.ts';
import { type LiteLlmReading, readLiteLlm } from './litellm/read-litellm.ts';
import { buildMcpServer } from './mcp/build-graph.ts';
import type { McpServer } from './mcp/mcp-server.ts';
import { readMcp } from './mcp/read-mcp.ts';
import { buildOpenClaw } from './openclaw/build-graph.ts';
import { belowHome } from './openclaw/extensions.ts';
import { type OpenClawReading, readOpenClaw } from './openclaw/facts.ts';
import { type InstanceFiles, listStateFiles } from './openclaw/state-files.ts';
import { textAt } from './settings/node.ts';

/** Everything that was read from a home, and who reaches what by it. */
export interface Scan {
  readonly home: ScannedHome;
  /** Origins of the proxy behind which the shield stands. */
  readonly proxies: readonly string[];
  readonly openclaw: OpenClawReading;
  readonly files: readonly InstanceFiles[];
  readonly coding: readonly CodingAgent[];
  readonly hermesOpen: readonly OpenSwitch[];
  readonly mcp: readonly McpServer[];
  readonly litellm: LiteLlmReading;
  readonly instructions: readonly InstructionFile[];
  /** Settings files that are there and could not be read. */
  readonly unread: readonly { readonly file: string; readonly reason: string }[];
  /** Why something else may be missing. */
  readonly gaps: readonly string[];
  /** What was left out on purpose, because there is too much of it. */
  readonly limits: readonly string[];
  readonly risk: Risk;
}

export async function scanHome(home: ScannedHome, proxies: readonly string[]): Promise<Scan> {
  const openclaw = await readOpenClaw(home);
  const projects = await findProjects(home);
  const { folders } = projects;
  const coding = [
    ...(await readClaudeCode(home, folders)),
    ...(await readCodex(home, folders)),
    ...(await readGemini(home, folders)),
    ...(await readOpencode(home, folders)),
    ...(await readHermes(home)),
  ];
  const litellm = await readLiteLlm(home, folders);
  const mcp = await readMcp(home, { folders, openclaw, coding, litellm });
  const workspaces = openclaw.installed.flatMap(({ instance, root }) => {
    const named = textAt(root, 'agents', 'defaults', 'workspace');
    return (named === undefined ? `${instance.folder}/workspace` : belowHome(home, named)) ?? [];
  });
  const instructions = await readInstructions(home, folders, workspaces);
  const files: InstanceFiles[] = [];
  for (const { instance } of [...openclaw.installed, ...openclaw.unread])
    files.push(await listStateFiles(home, instance));
  const builder = new GraphBuilder();
  addPrincipals(builder);
  for (const facts of openclaw.installed) buildOpenClaw(builder, facts);
  for (const agent of coding) buildCodingAgent(builder, agent);
  for (const server of mcp.servers) buildMcpServer(builder, server);
  for (const { node } of litellm.files) if (node !== null) buildProxy(builder, node);
  buildSideWays(builder, coding, instructions);
  return {
    home,
    proxies,
    openclaw,
    files,
    coding,
    hermesOpen: await readHermesSwitches(home),
    mcp: mcp.servers,
    litellm,
    instructions,
    unread: [
      ...openclaw.unread.map(({ instance, reason }) => ({ file: instance.configFile, reason })),
      ...[...coding.flatMap((agent) => agent.files), ...litellm.files, ...mcp.unread].flatMap(
        ({ file, problem }) => (problem === null ? [] : [{ file, reason: problem }]),
      ),
    ],
    gaps: [...new Set([...openclaw.gaps, ...files.flatMap(({ gaps }) => gaps)])],
    limits: projects.gaps,
    risk: computeRisk(builder.build()),
  };
}
