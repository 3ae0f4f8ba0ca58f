import { removeAt, setAt } from '../fixes/aim-patch.ts';
import { mcpId } from '../mcp/build-graph.ts';
import { autoApproved, findWideRoot, type McpServer } from '../mcp/mcp-server.ts';
import type { Scan } from '../scan.ts';
import { at, flagAt, type Node, type Plain, textAt, toPlain } from '../settings/node.ts';
import { readLaunch } from '../text/package-launcher.ts';
import { hasHiddenText, scanWords } from '../text/suspicious-words.ts';
import { hitAtNode } from './hit-in-file.ts';
import { findServerSecrets } from './mcp-secrets.ts';
import type { Hit, TrustCheck } from './trust-check.ts';
import { always, atLeast, through } from './weights.ts';

function mcpCheck(
  spec: Omit<TrustCheck, 'find' | 'product' | 'vendor' | 'references'> & {
    vendor?: string[];
    findIn: (server: McpServer, scan: Scan) => readonly Hit[];
  },
): TrustCheck {
  const { findIn, vendor = [], ...rest } = spec;
  return {
    ...rest,
    product: 'mcp',
    vendor,
    references: ['owasp-asi.asi04-2026'],
    find: (scan) => scan.mcp.flatMap((server) => findIn(server, scan)),
  };
}

const UNPINNED_WHY =
  'Whoever publishes the next version of the package runs code here at the next start, with everything that the server holds.';

export const mcpChecks: readonly TrustCheck[] = [
  mcpCheck({
    id: 'MC-01',
    title: 'An MCP server takes whatever version is newest',
    why: UNPINNED_WHY,
    severity: 'medium',
    findIn: (server) => (server.client === 'codex' ? [] : findUnpinned(server)),
  }),
  mcpCheck({
    id: 'CX-05',
    title: 'An MCP server of Codex runs outside the sandbox and takes whatever version is newest',
    why: `${UNPINNED_WHY} The sandbox of Codex does not hold its servers.`,
    severity: 'high',
    findIn: (server) => (server.client === 'codex' ? findUnpinned(server) : []),
  }),
  mcpCheck({
    id: 'MC-02',
    title: 'A secret stands in an MCP server’s settings',
    why: 'Every agent that reads the file has it, and a repository carries it along.',
    severity: 'high',
    vendor: ['config.plaintext_secrets'],
    findIn: findServerSecrets,
  }),
  mcpCheck({
    id: 'MC-03',
    title: 'An MCP server is reached without encryption',
    why: 'Whoever is on the way reads the secrets that are sent, and writes the answers that the agent believes.',
    severity: 'high',
    findIn: (server) => {
      const url = textAt(server.url);
      if (
        server.url === undefined ||
        url === undefined ||
        !/^http:\/\//i.test(url) ||
        /^http:\/\/(?:127\.|localhost|\[::1\])/i.test(url)
      )
        return [];
      return [
        hitAtNode(server.url, {
          weight: atLeast('medium', mcpId(server)),
          patches: [setAt(server.url, url.replace(/^http:/i, 'https:'))],
          title: `The MCP server ${server.name} is reached without encryption`,
          isSecret: true,
          say: 'plain http',
          side_effects: 'The server has to answer https.',
        }),
      ];
    },
  }),
  mcpCheck({
    id: 'MC-10',
    title: 'The certificate of an MCP server is not checked',
    why: 'Anyone on the way can answer in its place.',
    severity: 'high',
    findIn: (server) => {
      const verify = at(server.node, 'sslVerify');
      return verify !== undefined && flagAt(verify) === false
        ? [hitAtNode(verify, { weight: always('high'), patches: [setAt(verify, true)] })]
        : [];
    },
  }),
  mcpCheck({
    id: 'MC-04',
    title: 'An MCP server for files sees the whole disk or home',
    why: 'The agent then reads keys and settings through it, past its own limits.',
    severity: 'high',
    findIn: (server, { home }) => {
      const wide = findWideRoot(server, home);
      const place = server.argsNode ?? server.node;
      if (wide === null || server.argsNode === undefined) return [];
      return [
        hitAtNode(place, {
          weight: atLeast('high', mcpId(server)),
          patches: [setAt(server.argsNode, replaceIn(server.argsNode, wide, './'))],
          title: `The MCP server ${server.name} sees the whole ${wide === '/' ? 'disk' : 'home'}`,
          part: 'root',
          side_effects: 'It sees the folder in which it is started.',
        }),
      ];
    },
  }),
  mcpCheck({
    id: 'MC-06',
    title: 'The text of an MCP server holds instructions or hidden characters',
    why: 'Descriptions of servers and tools are read by the model as if the owner had written them.',
    severity: 'critical',
    findIn: (server) =>
      textsOf(server.node).flatMap(({ node, text }) =>
        scanWords(text).length > 0 || hasHiddenText(text)
          ? [
              hitAtNode(node, {
                weight: atLeast('high', mcpId(server)),
                patches: [removeAt(server.node)],
                isSecret: true,
                say: 'hidden characters, or words that set the agent’s rules aside',
                side_effects: 'The server is not used any more.',
              }),
            ]
          : [],
      ),
  }),
  {
    id: 'MC-07',
    product: 'mcp',
    title: 'Two MCP servers have the same name and are not the same',
    why: 'The agent calls the one that was loaded last; a repository’s server can take the place of yours.',
    severity: 'medium',
    vendor: [],
    references: ['owasp-asi.asi04-2026'],
    find: findShadows,
  },
  mcpCheck({
    id: 'MC-08',
    title: 'Tools of an MCP server run unasked',
    why: 'What outsiders wrote can start them, and nobody sees it.',
    severity: 'high',
    findIn: (server) => {
      const list = autoApproved(server);
      return list === undefined
        ? []
        : [
            hitAtNode(list, {
              weight: always('high'),
              patches: [setAt(list, list.kind === 'array' ? [] : false)],
              side_effects: 'Its tools ask again.',
            }),
          ];
    },
  }),
  mcpCheck({
    id: 'MC-09',
    title: 'An MCP server listens to the whole network',
    why: 'Anyone in the network calls its tools.',
    severity: 'high',
    findIn: (server) => {
      const open = server.args.find((arg) => /(?:^|=)(?:0\.0\.0\.0|::)(?::\d+)?$/.test(arg));
      if (open === undefined || server.argsNode === undefined) return [];
      return [
        hitAtNode(server.argsNode, {
          weight: always('high'),
          patches: [
            setAt(
              server.argsNode,
              replaceIn(server.argsNode, open, open.replace(/0\.0\.0\.0|::(?=$|:\d)/, '127.0.0.1')),
            ),
          ],
          part: 'bind',
        }),
      ];
    },
  }),
];

function findUnpinned(server: McpServer): Hit[] {
  const launch = server.command === null ? null : readLaunch(server.command, server.args);
  if (launch === null || launch.isPinned || server.argsNode === undefined) return [];
  const holds = server.values.length > 0;
  const head =
    server.argsNode.kind === 'array' ? server.argsNode.items.slice(0, server.argsSkip).map(toPlain) : [];
  const command = (server.command ?? '').endsWith('cmd') ? server.args.slice(0, 2) : [];
  return [
    hitAtNode(server.argsNode, {
      weight: holds ? atLeast('medium', mcpId(server)) : through(mcpId(server)),
      patches: [setAt(server.argsNode, [...head, ...command, ...launch.offlineArgs])],
      title: `The MCP server ${server.name} takes whatever version of ${launch.package.slice(0, 100)} is newest`,
      isSecret: true,
      say: `package ${launch.package}`,
      side_effects:
        'Install the exact version that you looked at first; it is not fetched at the start any more.',
      part: 'package',
    }),
  ];
}

function replaceIn(list: Node, before: string, after: string): Plain {
  return list.kind === 'array'
    ? list.items.map((item) => (textAt(item) === before ? after : toPlain(item)))
    : [];
}

function textsOf(node: Node): { node: Node; text: string }[] {
  return ['description', 'instructions', 'note'].flatMap((key) => {
    const found = at(node, key);
    const text = textAt(found);
    return found === undefined || text === undefined ? [] : [{ node: found, text }];
  });
}

function findShadows({ mcp }: Scan): Hit[] {
  const byName = Map.groupBy(mcp, ({ client, name }) => `${client}\n${name}`);
  return [...byName.values()].flatMap((servers) => {
    const own = servers.find(({ fromProject }) => !fromProject);
    return servers.flatMap((server) => {
      if (own === undefined || server === own || !server.fromProject || describe(server) === describe(own))
        return [];
      return [
        hitAtNode(server.node, {
          weight: always('medium'),
          patches: [removeAt(server.node)],
          isSecret: true,
          title: `A repository’s MCP server takes the name ${server.name}`,
          say: `your own stands at ~${own.node.place.file}:${own.node.place.line}`,
          part: 'name',
        }),
      ];
    });
  });
}

function describe({ command, args, url }: McpServer): string {
  return JSON.stringify([command, args, textAt(url)]);
}
