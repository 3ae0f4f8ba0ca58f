import type { TrafficOrigin } from '@clawnex/proto/decision.ts';
import { contentId } from '@clawnex/shared/kernel/ids.ts';

/** The same facts give the same id, live, replayed and offline: the rule, who it is about, and the first event. */
export function alertId(
  rule: string,
  origin: TrafficOrigin,
  values: readonly string[],
  anchor: string,
): string {
  return contentId('alert', rule, origin, ...values, anchor);
}
