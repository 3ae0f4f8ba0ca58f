import type { Suppression } from '@clawnex/proto/controls/suppression.ts';
import type { Alert } from './alert.ts';

/** The suppression that mutes an alert, by the time of its events, so that a replay mutes the same ones. */
export function suppressionOf(
  alert: Pick<Alert, 'rule' | 'last_at_ms' | 'entities'>,
  suppressions: readonly Suppression[],
): Suppression | undefined {
  return suppressions.find(
    ({ rule, entity, from_ms, until_ms }) =>
      (rule === undefined || rule === alert.rule) &&
      alert.last_at_ms >= from_ms &&
      alert.last_at_ms < until_ms &&
      alert.entities.some((each) => each.kind === entity.kind && each.id === entity.id),
  );
}
