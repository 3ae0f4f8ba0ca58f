import {
  BREAK_GLASS_PENDING_MS,
  BREAK_GLASS_WORDS,
  type Lifting,
} from '@clawnex/proto/controls/break-glass.ts';
import type { Clock } from '@clawnex/shared/kernel/clock.ts';
import { failure, type HttpFailure } from '@clawnex/shared/kernel/http/result.ts';
import { newId } from '@clawnex/shared/kernel/ids.ts';
import type { Changed } from '../containment/stops.ts';
import type { ControlDesk } from '../controls/control-desk.ts';
import type { Actor } from '../policy/policy-keeper.ts';

const MINUTE_MS = 60_000;

type Desk = ControlDesk<'break_glass'>;

interface Wish {
  readonly minutes: number;
  readonly reason: string;
  readonly words: string;
  /** The policy wants a second operator. */
  readonly twoPerson: boolean;
}

/** What a lifting is now. One that nobody confirmed in time is over. */
export function stateOf(lifting: Lifting, nowMs: number): 'waits_for_second' | 'lifted' | 'over' {
  if (lifting.until_ms === null)
    return nowMs < lifting.asked_at_ms + BREAK_GLASS_PENDING_MS ? 'waits_for_second' : 'over';
  return nowMs < lifting.until_ms ? 'lifted' : 'over';
}

/** Lifts enforcement, or asks a second operator to. */
export async function lift(desk: Desk, clock: Clock, wish: Wish, by: Actor): Promise<Changed> {
  const wrong = checkWords(wish.words);
  if (wrong !== null) return wrong;
  const now = clock.now();
  const id = newId(now);
  const duration_ms = Math.round(wish.minutes * MINUTE_MS);
  const action = wish.twoPerson ? 'break_glass_asked' : 'break_glass_lifted';
  const note = { by, action, target: `break_glass:${id}`, reason: wish.reason, detail: { duration_ms } };
  const changed = await desk.change(note, (before) => {
    if (before.lifting !== null && stateOf(before.lifting, now) !== 'over')
      return failure('conflict', 'Enforcement is lifted, or somebody asked for it, already. End that first.');
    const times = wish.twoPerson
      ? { since_ms: null, until_ms: null }
      : { since_ms: now, until_ms: now + duration_ms };
    const about = {
      id,
      reason: wish.reason,
      by: by.username,
      confirmed_by: null,
      duration_ms,
      asked_at_ms: now,
    };
    return { ok: true, value: { ...before, lifting: { ...about, ...times } } };
  });
  return changed.ok ? { ok: true, id, published: changed.published } : changed;
}

/** The second operator agrees. Nobody agrees with themselves. */
export async function confirm(
  desk: Desk,
  clock: Clock,
  id: string,
  words: string,
  by: Actor,
): Promise<Changed> {
  const wrong = checkWords(words);
  if (wrong !== null) return wrong;
  const now = clock.now();
  const note = { by, action: 'break_glass_confirmed', target: `break_glass:${id}`, reason: 'confirmed' };
  const changed = await desk.change(note, (before) => {
    const { lifting } = before;
    if (lifting?.id !== id || stateOf(lifting, now) !== 'waits_for_second')
      return failure('not_found', 'Nobody waits for a second operator under this id.');
    if (lifting.by === by.username)
      return failure('conflict', 'It takes another operator than the one who asked.');
    const times = { since_ms: now, until_ms: now + lifting.duration_ms };
    return { ok: true, value: { ...before, lifting: { ...lifting, ...times, confirmed_by: by.username } } };
  });
  return changed.ok ? { ok: true, id, published: changed.published } : changed;
}

/** Enforces again now. */
export async function end(desk: Desk, clock: Clock, id: string, by: Actor): Promise<Changed> {
  const now = clock.now();
  const note = {
    by,
    action: 'break_glass_ended_early',
    target: `break_glass:${id}`,
    reason: 'ended by an operator',
  };
  const changed = await desk.change(note, (before) => {
    const { lifting } = before;
    if (lifting?.id !== id || stateOf(lifting, now) === 'over')
      return failure('not_found', 'Enforcement is not lifted under this id.');
    if (lifting.since_ms === null) return { ok: true, value: { ...before, lifting: null } };
    return { ok: true, value: { ...before, lifting: { ...lifting, until_ms: now } } };
  });
  return changed.ok ? { ok: true, id, published: changed.published } : changed;
}

function checkWords(words: string): HttpFailure | null {
  if (words === BREAK_GLASS_WORDS) return null;
  return failure('bad_request', `body.words: type exactly "${BREAK_GLASS_WORDS}".`, 'body.words');
}
