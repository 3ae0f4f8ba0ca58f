import type { ScannedHome } from '../home/scanned-home.ts';
import { at, entriesAt, flagAt, itemsAt, type Node, textAt, textsAt } from '../settings/node.ts';

export const MCP_CLIENTS = [
  'openclaw',
  'claude-code',
  'claude-desktop',
  'codex',
  'gemini',
  'opencode',
  'cursor',
  'vscode',
  'windsurf',
  'cline',
  'hermes',
  'litellm',
] as const;
export type McpClient = (typeof MCP_CLIENTS)[number];

/** One MCP server as a client's settings name it. It is never started. */
export interface McpServer {
  readonly client: McpClient;
  readonly name: string;
  readonly node: Node;
  /** Settings file that it stands in. */
  readonly root: Node;
  readonly command: string | null;
  readonly args: readonly string[];
  /** The list of arguments as it is written; in opencode the command is its first item. */
  readonly argsNode: Node | undefined;
  readonly argsSkip: number;
  readonly url: Node | undefined;
  /** Values that go to the server: its environment and the headers of its requests. */
  readonly values: readonly { readonly name: string; readonly node: Node }[];
  /** True for a server that a repository brings along. */
  readonly fromProject: boolean;
}

export function readServers(
  client: McpClient,
  root: Node,
  keys: readonly string[],
  fromProject = false,
): McpServer[] {
  const servers: McpServer[] = [];
  for (const [name, node] of entriesAt(root, ...keys)) {
    if (node.kind !== 'object') continue;
    if (flagAt(node, 'enabled') === false || flagAt(node, 'disabled') === true) continue;
    const command = at(node, 'command');
    const isList = command?.kind === 'array';
    const argsNode = isList ? command : at(node, 'args');
    const listed = isList ? textsAt(command) : textsAt(argsNode);
    servers.push({
      client,
      name,
      node,
      root,
      command: isList ? (listed[0] ?? null) : (textAt(command) ?? null),
      args: isList ? listed.slice(1) : listed,
      argsNode,
      argsSkip: isList ? 1 : 0,
      url: at(node, 'url') ?? at(node, 'httpUrl') ?? at(node, 'serverUrl'),
      values: ['env', 'environment', 'headers', 'http_headers'].flatMap((key) =>
        entriesAt(node, key).map(([variable, value]) => ({ name: variable, node: value })),
      ),
      fromProject,
    });
  }
  return servers;
}

/** Settings files of clients that hold nothing but servers, below the home. */
export const CLIENT_FILES: readonly {
  readonly client: McpClient;
  readonly file: string;
  readonly keys: readonly string[];
}[] = [
  { client: 'claude-desktop', file: '/.config/Claude/claude_desktop_config.json', keys: ['mcpServers'] },
  {
    client: 'claude-desktop',
    file: '/Library/Application Support/Claude/claude_desktop_config.json',
    keys: ['mcpServers'],
  },
  { client: 'cursor', file: '/.cursor/mcp.json', keys: ['mcpServers'] },
  { client: 'vscode', file: '/.config/Code/User/mcp.json', keys: ['servers'] },
  { client: 'vscode', file: '/Library/Application Support/Code/User/mcp.json', keys: ['servers'] },
  { client: 'windsurf', file: '/.codeium/windsurf/mcp_config.json', keys: ['mcpServers'] },
  {
    client: 'cline',
    file: '/.config/Code/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json',
    keys: ['mcpServers'],
  },
];

/** The folder that a server for files may read, when it is the whole disk or the whole home. */
export function findWideRoot(server: McpServer, home: ScannedHome): string | null {
  const isFiles = [server.command ?? '', ...server.args].some((part) =>
    /server-filesystem|filesystem|mcp-fs/i.test(part),
  );
  if (!isFiles) return null;
  return (
    server.args.find(
      (arg) =>
        /^(?:\/|~|~\/|\/(?:home|Users|root)(?:\/[^/]+)?\/?|\$HOME|\$\{HOME\}|[A-Z]:\\?)$/.test(arg) ||
        arg === home.root,
    ) ?? null
  );
}

/** Tools that run without being asked about. */
export function autoApproved(server: McpServer): Node | undefined {
  for (const key of ['alwaysAllow', 'autoApprove', 'always_allow']) {
    const list = at(server.node, key);
    if (list !== undefined && (itemsAt(list).length > 0 || flagAt(list) === true)) return list;
  }
  const trust = at(server.node, 'trust');
  return flagAt(trust) === true ? trust : undefined;
}
