import type { RootFolder } from '@clawnex/shared/posture/root-folder.ts';
import { at, type Node, textAt } from '../settings/node.ts';
import { parseText } from '../settings/parse-text.ts';
import { readConfig } from '../settings/read-config.ts';
import type { HostApprovals } from './exec-policy.ts';
import type { Instance } from './instance.ts';
import type { StateDatabase } from './state-database.ts';

/** The approvals of a host: a file up to 2026.7, a row of the state database since. */
export interface Approvals {
  /** The document; null where there is none. */
  readonly node: Node | null;
  forAgent(id: string): HostApprovals | null;
}

export async function readApprovals(
  home: RootFolder,
  instance: Instance,
  database: StateDatabase,
): Promise<Approvals> {
  const file = `${instance.folder}/exec-approvals.json`;
  const read = await readConfig(home, file);
  const stored = database.approvals === null ? null : parseText(database.approvals, database.file);
  const node = read.ok ? read.node : stored?.ok === true ? stored.node : null;
  return {
    node,
    forAgent(id) {
      const own = at(node ?? undefined, 'agents', id);
      const all = at(node ?? undefined, 'defaults');
      const security = textAt(own, 'security') ?? textAt(all, 'security');
      const ask = textAt(own, 'ask') ?? textAt(all, 'ask');
      if (security === undefined && ask === undefined) return null;
      return { security, ask, place: read.ok ? `~${file}` : `~${database.file}` };
    },
  };
}
