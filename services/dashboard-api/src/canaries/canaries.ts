import { CANARIES_MAX } from '@clawnex/proto/controls/canary.ts';
import type { Clock } from '@clawnex/shared/kernel/clock.ts';
import { failure } from '@clawnex/shared/kernel/http/result.ts';
import { newId } from '@clawnex/shared/kernel/ids.ts';
import type { Changed } from '../containment/stops.ts';
import type { ControlDesk } from '../controls/control-desk.ts';
import type { Actor } from '../policy/policy-keeper.ts';

type Desk = ControlDesk<'canaries'>;

export async function addCanary(
  desk: Desk,
  clock: Clock,
  { agent, note: text }: { readonly agent: string; readonly note: string },
  by: Actor,
): Promise<Changed> {
  const created_at_ms = clock.now();
  const id = newId(created_at_ms);
  const note = { by, action: 'canary_added', target: `canary:${id}`, reason: text, detail: { agent } };
  const changed = await desk.change(note, (before) => {
    if (before.canaries.length >= CANARIES_MAX)
      return failure('conflict', `There are ${CANARIES_MAX} canaries: end some.`);
    const canary = { id, agent, note: text, by: by.username, created_at_ms };
    return { ok: true, value: { ...before, canaries: [...before.canaries, canary] } };
  });
  return changed.ok ? { ok: true, id, published: changed.published } : changed;
}

export async function endCanary(desk: Desk, id: string, by: Actor): Promise<Changed> {
  const note = { by, action: 'canary_ended', target: `canary:${id}`, reason: 'ended by an operator' };
  const changed = await desk.change(note, (before) => {
    const canaries = before.canaries.filter((one) => one.id !== id);
    if (canaries.length === before.canaries.length) return failure('not_found', 'There is no such canary.');
    return { ok: true, value: { ...before, canaries } };
  });
  return changed.ok ? { ok: true, id, published: changed.published } : changed;
}
