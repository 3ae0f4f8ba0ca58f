import type { CodingAgent } from '../coding/coding-agent.ts';
import { readSettingsFile, type SettingsFile } from '../coding/settings-file.ts';
import type { ScannedHome } from '../home/scanned-home.ts';
import type { LiteLlmReading } from '../litellm/read-litellm.ts';
import type { OpenClawReading } from '../openclaw/facts.ts';
import { entriesAt } from '../settings/node.ts';
import { CLIENT_FILES, type McpClient, type McpServer, readServers } from './mcp-server.ts';

interface Sources {
  readonly folders: readonly string[];
  readonly openclaw: OpenClawReading;
  readonly coding: readonly CodingAgent[];
  readonly litellm: LiteLlmReading;
}

export interface McpReading {
  readonly servers: readonly McpServer[];
  /** Files that hold nothing but servers and could not be read. */
  readonly unread: readonly SettingsFile[];
}

/** Where each coding product names its servers. */
const KEYS = {
  'claude-code': ['mcpServers'],
  codex: ['mcp_servers'],
  gemini: ['mcpServers'],
  opencode: ['mcp'],
  hermes: ['mcp_servers'],
} as const;

/** The MCP servers of every client in the home. Nothing is started to find out what a server offers. */
export async function readMcp(home: ScannedHome, sources: Sources): Promise<McpReading> {
  const servers: McpServer[] = [];
  const unread: SettingsFile[] = [];
  for (const { root } of sources.openclaw.installed)
    servers.push(...readServers('openclaw', root, ['mcp', 'servers']));
  for (const agent of sources.coding)
    for (const { node } of agent.files)
      if (node !== null)
        servers.push(
          ...readServers(
            agent.product,
            node,
            KEYS[agent.product],
            agent.folder !== '' && agent.product !== 'hermes',
          ),
        );
  for (const { node } of sources.litellm.files)
    if (node !== null) servers.push(...readServers('litellm', node, ['mcp_servers']));
  const read = async (client: McpClient, file: string, keys: readonly string[], fromProject: boolean) => {
    const found = await readSettingsFile(home, file);
    if (found === null) return;
    if (found.node === null) {
      unread.push(found);
      return;
    }
    servers.push(...readServers(client, found.node, keys, fromProject));
    if (file === '/.claude.json')
      for (const [path] of entriesAt(found.node, 'projects'))
        servers.push(...readServers(client, found.node, ['projects', path, 'mcpServers']));
  };
  await read('claude-code', '/.claude.json', ['mcpServers'], false);
  for (const { client, file, keys } of CLIENT_FILES) await read(client, file, keys, false);
  for (const folder of sources.folders) {
    await read('claude-code', `${folder}/.mcp.json`, ['mcpServers'], folder !== '');
    if (folder === '') continue;
    await read('cursor', `${folder}/.cursor/mcp.json`, ['mcpServers'], true);
    await read('vscode', `${folder}/.vscode/mcp.json`, ['servers'], true);
  }
  return { servers, unread };
}
