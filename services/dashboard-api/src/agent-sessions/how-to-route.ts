import type { SCAN_SOURCES } from '@clawnex/proto/events/scan.ts';

/** Where LiteLLM listens on this machine unless it was moved. */
const PROXY = 'http://127.0.0.1:4000';

/** What brings an agent's calls through the proxy, by runtime. */
export function howToRoute(logSource: (typeof SCAN_SOURCES)[number]): string {
  switch (logSource) {
    case 'openclaw_jsonl':
    case 'openclaw_sqlite':
      return `In openclaw.json set models.mode to "replace" and the baseUrl of every provider in models.providers to ${PROXY}/v1 (${PROXY} for anthropic-messages), with a key of LiteLLM as apiKey.`;
    case 'claude_code':
      return `Set ANTHROPIC_BASE_URL=${PROXY} and ANTHROPIC_AUTH_TOKEN to a key of LiteLLM, in the environment or under "env" in ~/.claude/settings.json.`;
    case 'codex':
      return `In ~/.codex/config.toml add [model_providers.proxy] with base_url = "${PROXY}/v1" and env_key naming a key of LiteLLM, and set model_provider = "proxy".`;
    case 'gemini_cli':
      return `Set GOOGLE_GEMINI_BASE_URL=${PROXY} and GEMINI_API_KEY to a key of LiteLLM in ~/.gemini/.env.`;
    case 'opencode':
      return `In opencode.json set provider.<name>.options.baseURL to ${PROXY}/v1 and its apiKey to a key of LiteLLM.`;
    case 'hermes':
      return `In ~/.hermes/config.yaml set the model's base_url to ${PROXY}/v1 and its api_key to a key of LiteLLM.`;
    default:
      return `Point the client's base URL at ${PROXY} with a key of LiteLLM.`;
  }
}
