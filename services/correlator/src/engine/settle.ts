import type { Changes } from './firing.ts';
import type { Group } from './group.ts';
import { settleAbsent } from './settle-absent.ts';
import { settleClosing } from './settle-closing.ts';
import { settleOrdered } from './settle-ordered.ts';
import { settleSliding } from './settle-sliding.ts';

/** Brings a group up to date with its events and with time, in the way its rule is judged. */
export function settle(group: Group, reached_ms: number): Changes {
  const { rule } = group;
  // At the end of the input nothing is on its way any more.
  const watermark_ms = reached_ms === Number.MAX_SAFE_INTEGER ? reached_ms : reached_ms - rule.lateness_ms;
  switch (rule.evaluation) {
    case 'sliding':
      return settleSliding(group);
    case 'ordered':
      return settleOrdered(group);
    case 'closing':
      return settleClosing(group, watermark_ms);
    case 'absent':
      return settleAbsent(group, watermark_ms);
  }
}
