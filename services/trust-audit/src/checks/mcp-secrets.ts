import { removeAt, setAt } from '../fixes/aim-patch.ts';
import type { Patch } from '../fixes/patch.ts';
import { mcpId } from '../mcp/build-graph.ts';
import type { McpServer } from '../mcp/mcp-server.ts';
import { itemsAt, type Node, textAt } from '../settings/node.ts';
import { findSecretIn, isLiteralSecret } from '../text/literal-secret.ts';
import { hitAtNode } from './hit-in-file.ts';
import type { Hit } from './trust-check.ts';
import { atLeast } from './weights.ts';

/** Secrets in what a server is given: its environment, headers and arguments. */
export function findServerSecrets(server: McpServer): Hit[] {
  const hits: Hit[] = [];
  const effects = (variable: string) =>
    `Make a new secret at its source and set ${variable} in the environment; the old one has to count as known.`;
  for (const { name, node } of server.values) {
    const text = textAt(node) ?? '';
    if (!isLiteralSecret(name, text)) continue;
    const variable = /^[A-Z][A-Z0-9_]*$/.test(name)
      ? name
      : `MCP_${server.name}_${name}`.replace(/[^A-Za-z0-9]+/g, '_').toUpperCase();
    hits.push(
      hitAtNode(node, {
        weight: atLeast('medium', mcpId(server)),
        patches: referTo(server, node, text, variable),
        isSecret: true,
        title: `A secret stands in the settings of the MCP server ${server.name}`,
        side_effects: effects(variable),
      }),
    );
  }
  for (const item of itemsAt(server.argsNode)) {
    const text = textAt(item) ?? '';
    if (!findSecretIn(text)) continue;
    const variable = `MCP_${server.name}_SECRET`.replace(/[^A-Za-z0-9]+/g, '_').toUpperCase();
    const cut = text.search(/[= ]/);
    const after =
      /^--?[A-Za-z]/.test(text) && cut > 0 ? `${text.slice(0, cut + 1)}\${${variable}}` : `\${${variable}}`;
    hits.push(
      hitAtNode(item, {
        weight: atLeast('medium', mcpId(server)),
        patches: [setAt(item, after)],
        isSecret: true,
        title: `A secret stands in the arguments of the MCP server ${server.name}`,
        side_effects: effects(variable),
      }),
    );
  }
  return hits;
}

/** Each client fills in variables in its own way; where one cannot, the value goes. */
function referTo(server: McpServer, node: Node, text: string, variable: string): Patch[] {
  const scheme = /^(?:Bearer|Basic|Token)\s+/i.exec(text)?.[0] ?? '';
  switch (server.client) {
    case 'opencode':
      return [setAt(node, `${scheme}{env:${variable}}`)];
    case 'cursor':
    case 'windsurf':
      return [setAt(node, `${scheme}\${env:${variable}}`)];
    case 'litellm':
      return [setAt(node, `os.environ/${variable}`)];
    case 'codex':
    case 'claude-desktop':
    case 'cline':
    case 'vscode':
      return [removeAt(node)];
    default:
      return [setAt(node, `${scheme}\${${variable}}`)];
  }
}
