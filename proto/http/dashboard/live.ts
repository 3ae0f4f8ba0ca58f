import { z } from 'zod';
import { LIVE_TOPICS, LiveTopic } from '../../live.ts';
import { Count } from '../../scalars.ts';
import { defineRoute } from '../route.ts';
import { ExchangeRow } from './exchanges.ts';
import { Infrastructure } from './infrastructure.ts';
import { PolicyView } from './policy.ts';

/** Most rows one frame carries; a reader further behind is told to read the list again (`reload`). */
export const LIVE_ROWS_MAX = 200;
/** Frames per topic and second: more would only redraw what nobody can read. */
export const LIVE_FRAMES_PER_SECOND_MAX = 4;

/**
 * Server-sent events of `/api/live`, by event name. The `id` of an `exchanges` frame is the revision reached;
 * a browser that reconnects sends it back as Last-Event-ID and misses nothing.
 */
export const LIVE_FRAMES = {
  exchanges: z.strictObject({ revision: Count, rows: z.array(ExchangeRow).max(LIVE_ROWS_MAX) }),
  reload: z.strictObject({ revision: Count }),
  infrastructure: Infrastructure,
  policy: PolicyView,
  /** Stops, exceptions, reviews, break-glass, own rules or canaries changed: read again what is shown of them. */
  controls: z.strictObject({ revision: Count }),
  /** Rows of these kinds changed, other than exchanges: read again what is shown of them. */
  changed: z.strictObject({ topics: z.array(LiveTopic).max(LIVE_TOPICS.length) }),
} as const;
export type LiveFrameName = keyof typeof LIVE_FRAMES;

export const openLive = defineRoute({
  method: 'GET',
  path: '/api/live',
  access: 'traffic:read',
  summary: 'Changes as they happen (server-sent events)',
  query: z.object({ after: z.coerce.number().int().min(0).optional() }),
  response: 'stream',
  errors: ['unavailable'],
});
