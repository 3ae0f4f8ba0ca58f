import { entriesAt, type Node } from '../settings/node.ts';
import { compareVersions } from './version.ts';

/**
 * Since which release OpenClaw knows a key, by the start of its path; the longest start that fits decides. Taken from the
 * releases 2026.1.29, 2026.3.13, 2026.7.1 and 2026.9.6: what is not listed is as old as the first.
 */
const SINCE: readonly (readonly [key: string, since: string])[] = [
  ['gateway.auth.rateLimit', '2026.3'],
  ['gateway.auth.trustedProxy', '2026.3'],
  ['gateway.auth.trustedProxy.allowLoopback', '2026.7'],
  ['gateway.auth.trustedProxy.deviceAutoApprove', '2026.9'],
  ['gateway.controlUi.allowedOrigins', '2026.3'],
  ['gateway.allowRealIpFallback', '2026.3'],
  ['gateway.nodes', '2026.3'],
  ['gateway.tools', '2026.3'],
  ['gateway.terminal', '2026.9'],
  ['hooks.allowedAgentIds', '2026.3'],
  ['hooks.defaultSessionKey', '2026.3'],
  ['hooks.allowRequestSessionKey', '2026.3'],
  ['hooks.allowedSessionKeyPrefixes', '2026.3'],
  ['tools.fs.workspaceOnly', '2026.3'],
  ['tools.sessions.visibility', '2026.3'],
  ['tools.exec.safeBinTrustedDirs', '2026.3'],
  ['tools.exec.strictInlineEval', '2026.7'],
  ['tools.exec.mode', '2026.8'],
  ['tools.message.crossContext', '2026.3'],
  ['commands.ownerAllowFrom', '2026.3'],
  ['security.audit', '2026.7'],
  ['agents.entries', '2026.9'],
  ['logging.audit', '2026.9'],
  ['logging.redactPatterns', '2026.3'],
  ['skills.workshop', '2026.7'],
  ['mcp', '2026.3'],
  ['telemetry', '2026.9'],
  ['session.groupScope', '2026.9'],
];

/** Whether a release knows a key: only such keys are ever added. A file that names no release is taken as current. */
export function knowsKey(version: string | null, keys: readonly string[]): boolean {
  if (version === null) return true;
  const path = keys.join('.');
  const fitting = SINCE.filter(([key]) => path === key || path.startsWith(`${key}.`)).toSorted(
    (a, b) => b[0].length - a[0].length,
  );
  const since = fitting[0]?.[1];
  return since === undefined || (compareVersions(version, since) ?? 0) >= 0;
}

/** The first keys of a configuration, of all releases that are known: others may be typing errors, or newer. */
const FIRST_KEYS = new Set(
  `$schema $include accessGroups acp agent agents approvals attachments auth bindings broadcast browser canvasHost channels
   cloudWorkers commands cron desktop diagnostics discovery env gateway hooks identity logging mcp media memory messages meta
   models nodeHost plugins proxy routing secrets security session skills surfaces talk telemetry tools transcripts tts ui update
   web wizard worktreeAcceleration worktreeRoot`.split(/\s+/),
);

/** First keys that no known release has: what they do was not judged. */
export function unknownFirstKeys(root: Node): Node[] {
  return entriesAt(root).flatMap(([key, node]) => (FIRST_KEYS.has(key) ? [] : [node]));
}
