/** Programs that act for agents or serve models to them, by the name of their executable or script. */
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
  ollama: 'Ollama',
  vllm: 'vLLM',
  'llama-server': 'llama-server',
  'open-webui': 'Open WebUI',
};
/** What runs a script: the script is the first word after it that is no option. */
const INTERPRETERS = /^(?:node|nodejs|bun|deno|npx|python\d*(?:\.\d+)?|uv|uvx|env|sh|bash|dash|sudo|nohup)$/;
/** Packages whose entry file has a name that says nothing (`dist/index.js`). */
const PACKAGE_FOLDER = /\/node_modules\/(openclaw|clawdbot|moltbot)\//;
const CLAUDE_FOLDER = /\/node_modules\/@anthropic-ai\/claude-code\//;
const CODEX_FOLDER = /\/node_modules\/@openai\/codex\//;

/** The runtime that a command line belongs to, or null. */
export function agentRuntimeOf(args: readonly string[], name = ''): string | null {
  const [program = '', ...rest] = args;
  // A process may set its own title: then the first word is `openclaw-gateway` and nothing follows.
  const own =
    RUNTIMES[baseName(program.split(' ')[0] ?? '')] ?? (name === 'openclaw-gatewa' ? 'OpenClaw' : undefined);
  if (own !== undefined) return own;
  if (!INTERPRETERS.test(baseName(program))) return null;
  const moduleAt = rest.indexOf('-m');
  const script = moduleAt === -1 ? rest.find((arg) => !arg.startsWith('-')) : rest[moduleAt + 1];
  if (script === undefined) return null;
  return (
    runtimeOfScript(script) ??
    (INTERPRETERS.test(baseName(script)) ? agentRuntimeOf(rest.slice(rest.indexOf(script))) : null)
  );
}

function runtimeOfScript(script: string): string | null {
  const named = RUNTIMES[baseName(script)] ?? RUNTIMES[script.split('.')[0] ?? ''];
  if (named !== undefined) return named;
  if (PACKAGE_FOLDER.test(script)) return 'OpenClaw';
  if (CLAUDE_FOLDER.test(script)) return 'Claude Code';
  return CODEX_FOLDER.test(script) ? 'Codex' : null;
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
