import { APPROVAL, OPEN, SANDBOX } from '../graph/strengths.ts';
import type { ScannedHome } from '../home/scanned-home.ts';
import { at, flagAt, textAt } from '../settings/node.ts';
import { type CodingAgent, type Grant, NO_GRANT } from './coding-agent.ts';
import { readSettingsFile } from './settings-file.ts';

export async function readCodex(home: ScannedHome, folders: readonly string[]): Promise<CodingAgent[]> {
  const agents: CodingAgent[] = [];
  for (const folder of folders) {
    const file = await readSettingsFile(home, `${folder}/.codex/config.toml`);
    if (file === null) continue;
    const root = file.node ?? undefined;
    const mode = at(root, 'sandbox_mode');
    const approval = at(root, 'approval_policy');
    const network = at(root, 'sandbox_workspace_write', 'network_access');
    const isOpen = textAt(mode) === 'danger-full-access';
    const isReadOnly = textAt(mode) === 'read-only';
    // In the sandbox commands run unasked; outside of it they ask, unless the policy is never to ask.
    const exec: Grant = {
      strength: isReadOnly ? APPROVAL : OPEN,
      guards: isReadOnly ? ['read-only'] : [],
      setting: mode ?? approval,
    };
    const host: Grant = isOpen
      ? { strength: OPEN, guards: [], setting: mode }
      : { strength: SANDBOX * (flagAt(network) === true ? 0.7 : 0.4), guards: ['sandbox'], setting: mode };
    const egress: Grant =
      isOpen || flagAt(network) === true
        ? { strength: OPEN, guards: [], setting: isOpen ? mode : network }
        : { strength: 0.1, guards: ['no network in the sandbox'], setting: network };
    const secrets: Grant = { strength: OPEN, guards: [], setting: undefined };
    agents.push({ product: 'codex', folder, files: [file], exec, host, secrets, egress, messages: NO_GRANT });
  }
  return agents;
}
