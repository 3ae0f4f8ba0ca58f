import type { Review } from '@clawnex/proto/controls/review.ts';
import { decideReview, listReviews } from '@clawnex/proto/http/dashboard/enforcement.ts';
import { ScannedBlock } from '@clawnex/proto/scan.ts';
import { toIso } from '@clawnex/shared/kernel/clock.ts';
import { mountRoute } from '@clawnex/shared/kernel/http/mount-route.ts';
import { failure } from '@clawnex/shared/kernel/http/result.ts';
import { prepareQuery } from '@clawnex/shared/store/statement.ts';
import type { Hono } from 'hono';
import { z } from 'zod';
import type { Api } from '../api.ts';
import { type HeldRow, listHeld, readHeld } from '../reviews/reviews.sql.ts';
import * as reviews from '../reviews/reviews.ts';
import { actorOf, answerChange } from './published.ts';

/** Older held calls are history, to be found in the traffic. */
const QUEUE_MS = 7 * 24 * 3_600_000;
const Blocks = z.array(ScannedBlock);

export function mountListReviews(app: Hono, api: Api): void {
  const list = prepareQuery(api.reader, listHeld);
  mountRoute(app, listReviews, api.operators, ({ query }) => {
    const decided = new Map(api.desks.reviews.current().reviews.map((one) => [one.review_id, one]));
    const now = api.clock.now();
    const held = list.all({ from_ms: now - QUEUE_MS, limit: query.limit });
    return { ok: true, body: { rows: held.map((row) => toView(row, decided.get(row.review_id), now)) } };
  });
}

function toView(row: HeldRow, decided: Review | undefined, nowMs: number) {
  const { review_id, tries, agent, session, model, score, call_id } = row;
  const state = decided === undefined ? 'waits' : decided.until_ms <= nowMs ? 'over' : decided.verdict;
  return {
    ...({ review_id, tries, agent, session, model, score, call_id, state } as const),
    first_at: toIso(row.first_at_ms),
    last_at: toIso(row.last_at_ms),
    blocks: Blocks.parse(JSON.parse(row.blocks_json)).filter(({ verdict }) => verdict !== 'allow'),
    decided_by: decided?.by ?? null,
    until: decided === undefined ? null : toIso(decided.until_ms),
  };
}

export function mountDecideReview(app: Hono, api: Api): void {
  const read = prepareQuery(api.reader, readHeld);
  mountRoute(app, decideReview, api.operators, async ({ params, body, caller }) => {
    const held = read.get({ review_id: params.id });
    if (held === undefined) return failure('not_found', 'No call waits under this id.');
    return answerChange(
      await reviews.decideReview(api.desks.reviews, api.clock, held, body, actorOf(caller)),
    );
  });
}
