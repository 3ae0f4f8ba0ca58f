import { STOPS_MAX, type StopKind } from '@clawnex/proto/controls/stop.ts';
import type { Clock } from '@clawnex/shared/kernel/clock.ts';
import { failure, type HttpFailure } from '@clawnex/shared/kernel/http/result.ts';
import { newId } from '@clawnex/shared/kernel/ids.ts';
import type { ControlDesk } from '../controls/control-desk.ts';
import type { Actor } from '../policy/policy-keeper.ts';

/** A stop that is over stays in the list so long: the shield tells its ending from it. */
const KEPT_MS = 24 * 3_600_000;
const MINUTE_MS = 60_000;

export type Changed = { readonly ok: true; readonly id: string; readonly published: boolean } | HttpFailure;

interface NewStop {
  readonly kind: StopKind;
  readonly name: string;
  readonly minutes: number;
  readonly reason: string;
}

/** Stops something until a stated time. */
export async function addStop(
  desk: ControlDesk<'containment'>,
  clock: Clock,
  { kind, name, minutes, reason }: NewStop,
  by: Actor,
): Promise<Changed> {
  const since_ms = clock.now();
  const id = newId(since_ms);
  const until_ms = since_ms + Math.round(minutes * MINUTE_MS);
  const note = { by, action: 'stop_added', target: `stop:${id}`, reason, detail: { kind, name, until_ms } };
  const changed = await desk.change(note, (before) => {
    const kept = before.stops.filter((stop) => stop.until_ms + KEPT_MS > since_ms);
    if (kept.length >= STOPS_MAX)
      return failure(
        'conflict',
        `There are ${STOPS_MAX} stops: end some, or stop more at once with a name that ends in *.`,
      );
    const stop = { id, kind, name, reason, by: by.username, since_ms, until_ms };
    return { ok: true, value: { ...before, stops: [...kept, stop] } };
  });
  return changed.ok ? { ok: true, id, published: changed.published } : changed;
}

/** Ends a stop now. */
export async function endStop(
  desk: ControlDesk<'containment'>,
  clock: Clock,
  id: string,
  by: Actor,
): Promise<Changed> {
  const now = clock.now();
  const note = { by, action: 'stop_ended', target: `stop:${id}`, reason: 'ended by an operator' };
  const changed = await desk.change(note, (before) => {
    const stop = before.stops.find((one) => one.id === id);
    if (stop === undefined || stop.until_ms <= now)
      return failure('not_found', 'There is no such stop in force.');
    const stops = before.stops.map((one) => (one.id === id ? { ...one, until_ms: now } : one));
    return { ok: true, value: { ...before, stops } };
  });
  return changed.ok ? { ok: true, id, published: changed.published } : changed;
}
