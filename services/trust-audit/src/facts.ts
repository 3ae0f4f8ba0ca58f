import type { Outcome } from '@clawnex/shared/posture/outcome.ts';
import { openRootFolder, type RootFolder } from '@clawnex/shared/posture/root-folder.ts';
import { findInstances, type Instance } from './openclaw/instance.ts';
import { judgeReach, type Reach } from './openclaw/reach.ts';
import type { Node } from './settings/node.ts';

/** An instance whose settings could be read, with what they mean together. */
export interface JudgedInstance {
  readonly instance: Instance;
  readonly node: Node;
  readonly reach: Reach;
}

export interface UnreadInstance {
  readonly instance: Instance;
  readonly reason: string;
}

/** What all checks look at: read once, before they run. */
export interface TrustFacts {
  readonly home: RootFolder;
  /** Origins behind which the shield stands. */
  readonly proxies: readonly string[];
  readonly judged: readonly JudgedInstance[];
  readonly unread: readonly UnreadInstance[];
  /** Why an instance may be missing. */
  readonly gaps: readonly string[];
}

export async function readFacts(folder: string, proxies: readonly string[]): Promise<Outcome<TrustFacts>> {
  const home = await openRootFolder(folder, 'confine');
  if (!home.ok) return home;
  const { list, gaps } = await findInstances(home.value);
  const judged: JudgedInstance[] = [];
  const unread: UnreadInstance[] = [];
  for (const instance of list) {
    if (!instance.config.ok) unread.push({ instance, reason: instance.config.message });
    else {
      const { node } = instance.config;
      judged.push({ instance, node, reach: await judgeReach(home.value, instance, node) });
    }
  }
  return { ok: true, value: { home: home.value, proxies, judged, unread, gaps } };
}
