/** The core tools by the groups that policies name. Names of older releases stand beside the present ones. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  'group:runtime': ['exec', 'process', 'bash', 'code_execution'],
  'group:fs': ['read', 'write', 'edit', 'apply_patch'],
  'group:sessions': [
    'sessions_list',
    'sessions_history',
    'sessions_search',
    'sessions_send',
    'sessions_spawn',
    'sessions_yield',
    'session_status',
    'subagents',
  ],
  'group:memory': ['memory_search', 'memory_get'],
  'group:web': ['web_search', 'web_fetch', 'x_search'],
  'group:ui': ['browser', 'canvas'],
  'group:automation': ['automations', 'cron', 'gateway', 'plugins'],
  'group:messaging': ['message'],
  'group:nodes': ['nodes'],
  'group:agents': ['agents_list'],
  'group:media': ['image', 'image_generate', 'tts'],
};
const CORE = Object.values(GROUPS).flat();

const PROFILES: Readonly<Record<string, readonly string[]>> = {
  minimal: ['session_status'],
  messaging: ['message', 'sessions_list', 'sessions_history', 'sessions_send', 'session_status'],
  coding: [
    ...['group:fs', 'group:runtime', 'group:web', 'group:sessions', 'group:memory'].flatMap(expandTool),
    'automations',
    'cron',
    'image',
    'image_generate',
  ],
  full: CORE,
};

/** Tools that change schedules, plugins and the gateway itself. */
export const CONTROL_TOOLS = GROUPS['group:automation'] ?? [];
export const SESSION_TOOLS = ['sessions_list', 'sessions_history', 'sessions_search', 'sessions_send'];

/** The tools of a profile; null for one that is not known. Without a profile all tools are offered. */
export function toolsOfProfile(name: string | undefined): readonly string[] | null {
  return name === undefined ? CORE : (PROFILES[name] ?? null);
}

/** Core tools that an entry of an allow or deny list stands for. */
export function expandTool(entry: string): readonly string[] {
  const name = entry.trim().toLowerCase();
  if (name === '*') return CORE;
  const group = GROUPS[name];
  if (group !== undefined) return group;
  if (name.endsWith('*')) return CORE.filter((tool) => tool.startsWith(name.slice(0, -1)));
  return [name];
}
