import type { GraphBuilder } from '../graph/graph-builder.ts';
import { INTERNET, STRANGER } from '../graph/principals.ts';
import { addResource } from '../graph/resources.ts';
import { FETCHED_CONTENT, OPEN, UNPINNED_PACKAGE } from '../graph/strengths.ts';
import { textAt } from '../settings/node.ts';
import { isLiteralSecret } from '../text/literal-secret.ts';
import { readLaunch } from '../text/package-launcher.ts';
import type { McpServer } from './mcp-server.ts';

export function mcpId({ client, name, node }: McpServer): string {
  return `capability:mcp:${client}:${node.place.file}:${name}`;
}

/** A pinned package is still code of somebody else; what was looked at once does not change by itself. */
const PINNED = 0.05;
/** Whoever sits on the network between here and a plain-http server. */
const PLAIN_HTTP = 0.4;

/** An MCP server: its publisher is an outsider, a local one runs commands here, and it holds what it is given. */
export function buildMcpServer(builder: GraphBuilder, server: McpServer): void {
  const id = builder.node({
    id: mcpId(server),
    kind: 'capability',
    label: `the MCP server ${server.name} (${server.client})`,
  });
  const place = server.node.place;
  if (server.command !== null) {
    const launch = readLaunch(server.command, server.args);
    const isOpen = launch !== null && !launch.isPinned;
    const strength = launch === null ? 0.01 : isOpen ? UNPINNED_PACKAGE : PINNED;
    const guards = [
      isOpen ? 'takes the newest version' : launch === null ? 'a program of this machine' : 'pinned version',
    ];
    builder.edge(INTERNET, 'loads', id, { strength, guards, place });
    builder.edge(STRANGER, 'loads', id, { strength: strength * 0.5, guards, place });
    builder.edge(id, 'executes_on', addResource(builder, 'host'), { strength: OPEN, place });
  }
  const url = textAt(server.url);
  if (url !== undefined) {
    const isPlain = /^http:\/\//i.test(url) && !/^http:\/\/(?:127\.|localhost|\[::1\])/i.test(url);
    builder.edge(STRANGER, 'connects_to', id, {
      strength: isPlain ? PLAIN_HTTP : PINNED,
      guards: isPlain ? [] : ['encrypted or local'],
      place,
    });
    builder.edge(INTERNET, 'influences', id, { strength: isPlain ? FETCHED_CONTENT : PINNED, place });
  }
  if (server.values.some(({ name, node }) => isLiteralSecret(name, textAt(node) ?? '')))
    builder.edge(id, 'holds', addResource(builder, 'secrets'), { strength: OPEN, place });
}
