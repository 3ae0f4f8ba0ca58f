import type { RootFolder } from '@clawnex/shared/posture/root-folder.ts';
import JSON5 from 'json5';
import { z } from 'zod';
import { baseName } from '../processes/agent-runtime.ts';
import { type PackageItem, pythonName } from './package-item.ts';

/** `~/.claude.json` keeps histories too. */
const FILE_BYTES_MAX = 16 * 1_048_576;

export interface McpServer {
  readonly file: string;
  readonly name: string;
  /** The command line or the address. */
  readonly starts: string;
  /** The package that a runner like npx fetches; null where it is something else. */
  readonly runs: {
    readonly ecosystem: 'npm' | 'PyPI';
    readonly name: string;
    readonly version: string | null;
  } | null;
}

const Server = z.object({
  command: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .catch(undefined),
  args: z.array(z.string()).optional().catch(undefined),
  url: z.string().optional().catch(undefined),
});
const Servers = z.record(z.string(), Server.catch({}));
const Holder = z.object({
  mcpServers: Servers.optional().catch(undefined),
  servers: Servers.optional().catch(undefined),
});
const File = Holder.extend({
  mcp: Holder.optional().catch(undefined),
  /** Claude Code keeps servers for each project. */
  projects: z.record(z.string(), Holder.catch({})).optional().catch(undefined),
});

/** MCP servers that settings files name, and the packages that start them. The servers are never started. */
export async function readMcpServers(
  root: RootFolder,
  files: readonly string[],
): Promise<{ readonly servers: readonly McpServer[]; readonly gaps: readonly string[] }> {
  const servers: McpServer[] = [];
  const gaps: string[] = [];
  for (const file of files) {
    const text = await root.readText(file, FILE_BYTES_MAX);
    if (!text.ok) {
      gaps.push(text.message);
      continue;
    }
    if (file.endsWith('.toml')) {
      servers.push(...readTomlServers(file, text.value));
      continue;
    }
    const parsed = File.safeParse(parseJson5(text.value));
    if (!parsed.success) continue;
    const { mcp, projects, ...own } = parsed.data;
    const holders = [own, mcp, ...Object.values(projects ?? {})];
    for (const holder of holders)
      for (const group of [holder?.mcpServers, holder?.servers])
        for (const [name, server] of Object.entries(group ?? {})) servers.push(describe(file, name, server));
  }
  return { servers, gaps };
}

/** Servers with a pinned package, as packages. */
export function packagesOf(servers: readonly McpServer[]): readonly PackageItem[] {
  return servers.flatMap(({ file, runs }): PackageItem[] =>
    runs === null
      ? []
      : [
          {
            ecosystem: runs.ecosystem,
            name: runs.name,
            version: runs.version ?? '',
            path: file,
            state: 'pinned',
          },
        ],
  );
}

/** `[mcp_servers.<name>]` with `command` and `args`, each on lines of its own, as Codex writes them. */
function readTomlServers(file: string, text: string): McpServer[] {
  return text.split(/^\s*\[/m).flatMap((table) => {
    const name = /^mcp_servers\.["']?([\w-]{1,100})["']?\]/.exec(table)?.[1];
    if (name === undefined) return [];
    const command = /^\s*command\s*=\s*["']([^"'\n]{1,500})["']/m.exec(table)?.[1];
    const list = /^\s*args\s*=\s*\[([^\]]{0,4000})\]/m.exec(table)?.[1] ?? '';
    const args = [...list.matchAll(/["']([^"'\n]{0,500})["']/g)].map((match) => match[1] ?? '');
    const url = /^\s*url\s*=\s*["']([^"'\n]{1,500})["']/m.exec(table)?.[1];
    return [describe(file, name, { command, args, url })];
  });
}

function describe(file: string, name: string, { command, args, url }: z.infer<typeof Server>): McpServer {
  const words = [
    ...(Array.isArray(command) ? command : command === undefined ? [] : [command]),
    ...(args ?? []),
  ];
  return { file, name, starts: (url ?? words.join(' ')).slice(0, 300), runs: runnerPackage(words) };
}

function runnerPackage(words: readonly string[]): McpServer['runs'] {
  const at = words.findIndex((word) => /^(?:npx|bunx|pnpx|uvx|pipx)(?:\.cmd)?$/.test(baseName(word)));
  if (at === -1) return null;
  const asked = words.slice(at + 1).find((word) => !word.startsWith('-') && word !== 'run' && word !== 'dlx');
  if (asked === undefined) return null;
  if (/^(?:uvx|pipx)/.test(baseName(words[at] ?? ''))) {
    const [, name, version] =
      /^([A-Za-z0-9][\w.-]{0,100})(?:\[[^\]]{0,100}\])?(?:(?:==|@)(\S{1,100}))?$/.exec(asked) ?? [];
    return name === undefined
      ? null
      : { ecosystem: 'PyPI', name: pythonName(name), version: version ?? null };
  }
  const [, name, version] = /^((?:@[\w.-]{1,100}\/)?[\w.-]{1,200})(?:@(\S{1,100}))?$/.exec(asked) ?? [];
  return name === undefined ? null : { ecosystem: 'npm', name, version: version ?? null };
}

function parseJson5(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Slower by far, and only for files with comments.
  }
  try {
    return JSON5.parse(text);
  } catch {
    return undefined;
  }
}
