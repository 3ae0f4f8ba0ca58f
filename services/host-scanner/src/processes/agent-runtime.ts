import type { Process } from './read-processes.ts';

/** Programs that act for agents, by the name of their executable or script. */
const RUNTIMES: Readonly<Record<string, string>> = {
  openclaw: 'OpenClaw',
  'openclaw-gateway': 'OpenClaw',
  'openclaw.mjs': 'OpenClaw',
  clawdbot: 'OpenClaw',
  moltbot: 'OpenClaw',
  claude: 'Claude Code',
  codex: 'Codex',
  gemini: 'Gemini CLI',
  opencode: 'opencode',
  hermes: 'Hermes',
  litellm: 'LiteLLM',
};
/** What runs a script: the script is the first word after it that is no option. */
const INTERPRETERS = /^(?:node|nodejs|bun|deno|python\d*(?:\.\d+)?|uv|env)$/;
/** Packages whose entry file has a name that says nothing (`dist/index.js`). */
const PACKAGE_FOLDER = /\/node_modules\/(openclaw|clawdbot|moltbot)\//;

/** The runtime that a process belongs to, or null. */
export function agentRuntimeOf({ name, args }: Process): string | null {
  const [program = '', ...rest] = args;
  // A process may set its own title: then the first word is `openclaw-gateway` and nothing follows.
  const own =
    RUNTIMES[baseName(program.split(' ')[0] ?? '')] ?? (name === 'openclaw-gatewa' ? 'OpenClaw' : undefined);
  if (own !== undefined) return own;
  if (!INTERPRETERS.test(baseName(program))) return null;
  const moduleAt = rest.indexOf('-m');
  const script = moduleAt === -1 ? rest.find((arg) => !arg.startsWith('-')) : rest[moduleAt + 1];
  if (script === undefined) return null;
  return RUNTIMES[baseName(script)] ?? (PACKAGE_FOLDER.test(script) ? 'OpenClaw' : null);
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
