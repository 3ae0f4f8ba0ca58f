import { EXCEPTIONS_MAX, type Exception } from '@clawnex/proto/controls/exception.ts';
import type { Clock } from '@clawnex/shared/kernel/clock.ts';
import { failure } from '@clawnex/shared/kernel/http/result.ts';
import { newId } from '@clawnex/shared/kernel/ids.ts';
import type { Changed } from '../containment/stops.ts';
import type { ControlDesk } from '../controls/control-desk.ts';
import type { Actor } from '../policy/policy-keeper.ts';

const DAY_MS = 24 * 3_600_000;
/** An exception that is over is shown so long, so that somebody notices. */
const KEPT_MS = 30 * DAY_MS;

interface NewException extends Pick<Exception, 'rule' | 'scope' | 'owner' | 'reason'> {
  readonly origins?: Exception['origins'];
  readonly days: number;
}

export async function addException(
  desk: ControlDesk<'exceptions'>,
  clock: Clock,
  { rule, origins, scope, owner, reason, days }: NewException,
  by: Actor,
): Promise<Changed> {
  const created_at_ms = clock.now();
  const id = newId(created_at_ms);
  const expires_at_ms = created_at_ms + Math.round(days * DAY_MS);
  const detail = { rule, scope: JSON.stringify(scope), owner, expires_at_ms };
  const note = { by, action: 'exception_added', target: `exception:${id}`, reason, detail };
  const changed = await desk.change(note, (before) => {
    const kept = before.exceptions.filter((one) => one.expires_at_ms + KEPT_MS > created_at_ms);
    if (kept.length >= EXCEPTIONS_MAX)
      return failure('conflict', `There are ${EXCEPTIONS_MAX} exceptions: end some.`);
    const times = { created_at_ms, expires_at_ms };
    const made = { id, rule, scope, reason, owner, by: by.username, ...times };
    const exception: Exception = origins === undefined ? made : { ...made, origins };
    return { ok: true, value: { ...before, exceptions: [...kept, exception] } };
  });
  return changed.ok ? { ok: true, id, published: changed.published } : changed;
}

export async function endException(
  desk: ControlDesk<'exceptions'>,
  clock: Clock,
  id: string,
  by: Actor,
): Promise<Changed> {
  const now = clock.now();
  const note = { by, action: 'exception_ended', target: `exception:${id}`, reason: 'ended by an operator' };
  const changed = await desk.change(note, (before) => {
    const found = before.exceptions.find((one) => one.id === id);
    if (found === undefined || found.expires_at_ms <= now)
      return failure('not_found', 'There is no such exception in force.');
    const exceptions = before.exceptions.map((one) => (one.id === id ? { ...one, expires_at_ms: now } : one));
    return { ok: true, value: { ...before, exceptions } };
  });
  return changed.ok ? { ok: true, id, published: changed.published } : changed;
}
