import { claudeCodeChecks } from './claude-code-checks.ts';
import { codexChecks } from './codex-checks.ts';
import { fileChecks } from './file-checks.ts';
import { liteLlmChecks } from './litellm-checks.ts';
import { mcpChecks } from './mcp-checks.ts';
import { channelChecks } from './openclaw/channel-checks.ts';
import { codeChecks } from './openclaw/code-checks.ts';
import { execChecks } from './openclaw/exec-checks.ts';
import { gatewayChecks } from './openclaw/gateway-checks.ts';
import { hookChecks } from './openclaw/hook-checks.ts';
import { providerChecks } from './openclaw/provider-checks.ts';
import { reachChecks } from './openclaw/reach-checks.ts';
import { upkeepChecks } from './openclaw/upkeep-checks.ts';
import { otherAgentChecks } from './other-agent-checks.ts';
import type { TrustCheck } from './trust-check.ts';

export const CHECKS: readonly TrustCheck[] = [
  ...gatewayChecks,
  ...channelChecks,
  ...execChecks,
  ...reachChecks,
  ...hookChecks,
  ...codeChecks,
  ...providerChecks,
  ...upkeepChecks,
  ...claudeCodeChecks,
  ...codexChecks,
  ...otherAgentChecks,
  ...liteLlmChecks,
  ...mcpChecks,
  ...fileChecks,
];
