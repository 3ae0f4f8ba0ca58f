import { setTimeout as wait } from 'node:timers/promises';
import type { PolicyView } from '@clawnex/proto/http/dashboard/policy.ts';
import type { Policy } from '@clawnex/proto/policy.ts';
import type { Api } from '../api.ts';
import { toPolicyView } from './policy-keeper.ts';

/** Publishing takes milliseconds; past this the answer says that it is not out yet, and it goes on behind. */
const PUBLISH_PATIENCE_MS = 1_000;

/** Brings a new version to the bus and to the open pages; says whether it is out. */
export async function publishPolicy(
  { publisher, hub }: Pick<Api, 'publisher' | 'hub'>,
  policy: Policy,
): Promise<PolicyView> {
  await Promise.race([publisher.publish(), wait(PUBLISH_PATIENCE_MS)]);
  const view = toPolicyView(policy, publisher.published());
  if (!view.published) hub.announcePolicy(view);
  return view;
}
