import type { Check } from '@clawnex/shared/posture/check.ts';
import type { HostFacts } from '../facts.ts';
import { agentFilesReadable } from './agent-files-readable.ts';
import { agentPortExposed } from './agent-port-exposed.ts';
import { agentRunsAsRoot } from './agent-runs-as-root.ts';
import { dockerSocketWritable } from './docker-socket-writable.ts';
import { litellmBadRelease } from './litellm-bad-release.ts';
import { openclawVulnerable } from './openclaw-vulnerable.ts';
import { ownSecretsMode } from './own-secrets-mode.ts';
import { persistencePlanted } from './persistence-planted.ts';

export const CHECKS: readonly Check<HostFacts>[] = [
  agentPortExposed,
  agentRunsAsRoot,
  agentFilesReadable,
  dockerSocketWritable,
  litellmBadRelease,
  openclawVulnerable,
  persistencePlanted,
  ownSecretsMode,
];
