/** Agent runtimes whose logs are read, by the name they are shown under. */
export const RUNTIMES = ['openclaw', 'claude-code', 'codex', 'gemini-cli', 'opencode', 'hermes'] as const;
export type Runtime = (typeof RUNTIMES)[number];
