import { REVIEWS_MAX, type Review } from '@clawnex/proto/controls/review.ts';
import { Caller, Settled } from '@clawnex/proto/events/exchange.ts';
import type { Clock } from '@clawnex/shared/kernel/clock.ts';
import { failure } from '@clawnex/shared/kernel/http/result.ts';
import type { Changed } from '../containment/stops.ts';
import type { ControlDesk } from '../controls/control-desk.ts';
import type { Actor } from '../policy/policy-keeper.ts';
import type { HeldRow } from './reviews.sql.ts';

const MINUTE_MS = 60_000;
/** A decision that is over is shown so long. */
const KEPT_MS = 7 * 24 * 3_600_000;

interface Verdict {
  readonly verdict: Review['verdict'];
  readonly minutes: number;
  readonly reason: string;
}

/** Decides about a held call: exactly the blocks it was held for, for the caller who sent them. */
export async function decideReview(
  desk: ControlDesk<'reviews'>,
  clock: Clock,
  held: HeldRow,
  { verdict, minutes, reason }: Verdict,
  by: Actor,
): Promise<Changed> {
  const at_ms = clock.now();
  const { review_id } = held;
  const hashes = held.settled_json === null ? [] : (Settled.parse(JSON.parse(held.settled_json)).held ?? []);
  const { key_hash } = Caller.parse(JSON.parse(held.caller_json));
  const until_ms = at_ms + Math.round(minutes * MINUTE_MS);
  const note = {
    by,
    action: `review_${verdict}`,
    target: `review:${review_id}`,
    reason,
    detail: { until_ms },
  };
  const changed = await desk.change(note, (before) => {
    const known = before.reviews.find((one) => one.review_id === review_id && one.until_ms > at_ms);
    if (known !== undefined) return failure('conflict', `${known.by} ${known.verdict} this already.`);
    const kept = before.reviews.filter(
      (one) => one.until_ms + KEPT_MS > at_ms && one.review_id !== review_id,
    );
    const times = { at_ms, until_ms };
    const review: Review = {
      ...{ review_id, verdict, hashes, by: by.username, reason, ...times },
      ...(key_hash === undefined ? {} : { key_hash }),
    };
    return { ok: true, value: { ...before, reviews: [...kept.slice(1 - REVIEWS_MAX), review] } };
  });
  return changed.ok ? { ok: true, id: review_id, published: changed.published } : changed;
}
