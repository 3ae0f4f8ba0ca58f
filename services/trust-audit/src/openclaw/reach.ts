import type { RootFolder } from '@clawnex/shared/posture/root-folder.ts';
import type { Node } from '../settings/node.ts';
import { judgeChannels } from './channel-access.ts';
import { judgeExec } from './exec-policy.ts';
import { judgeAuth } from './gateway-auth.ts';
import { judgeBind, judgeFunnel } from './gateway-bind.ts';
import { readHostApprovals } from './host-approvals.ts';
import type { Instance } from './instance.ts';
import type { Judgement } from './judgement.ts';

/** What severity follows from: who comes in, and what waits there. */
export interface Reach {
  readonly bind: Judgement;
  readonly funnel: Judgement | null;
  readonly auth: Judgement;
  readonly exec: readonly Judgement[];
  readonly channels: readonly Judgement[];
  readonly gatewayIsOpen: boolean;
  readonly strangersTalk: boolean;
  readonly commandsRunFreely: boolean;
}

export async function judgeReach(home: RootFolder, instance: Instance, node: Node): Promise<Reach> {
  const bind = judgeBind(instance, node);
  const funnel = judgeFunnel(node);
  const auth = await judgeAuth(home, instance, node);
  const exec = judgeExec(instance, node, await readHostApprovals(home, instance));
  const channels = judgeChannels(instance, node);
  const isWeak = ({ state }: Judgement) => state === 'weak';
  return {
    bind,
    funnel,
    auth,
    exec,
    channels,
    gatewayIsOpen: isWeak(bind) || (funnel !== null && isWeak(funnel)),
    strangersTalk: channels.some(isWeak),
    commandsRunFreely: exec.some(isWeak),
  };
}
