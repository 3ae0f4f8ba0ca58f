import type { RootFolder } from '@clawnex/shared/posture/root-folder.ts';
import { textAt } from '../settings/node.ts';
import { readConfig } from '../settings/read-config.ts';
import type { HostApprovals } from './exec-policy.ts';
import type { Instance } from './instance.ts';

/**
 * The defaults of the host's approvals, where releases up to 2026.7 keep them. Null where there is no such file: newer
 * releases keep approvals in their database, which can only tighten what the settings say.
 */
export async function readHostApprovals(home: RootFolder, instance: Instance): Promise<HostApprovals | null> {
  const file = `${instance.folder}/exec-approvals.json`;
  const read = await readConfig(home, file);
  if (!read.ok) return null;
  const security = textAt(read.node, 'defaults', 'security');
  const ask = textAt(read.node, 'defaults', 'ask');
  if (security === undefined && ask === undefined) return null;
  return {
    security,
    ask,
    evidence: `~${file} defaults: security ${security ?? 'not set'}, ask ${ask ?? 'not set'}`,
  };
}
