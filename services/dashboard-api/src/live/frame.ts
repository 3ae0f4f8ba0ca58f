import { LIVE_FRAMES, type LiveFrameName } from '@clawnex/proto/http/dashboard/live.ts';
import type { z } from 'zod';

const encoder = new TextEncoder();

/** Pause before a browser connects again after a loss. */
const RETRY_MS = 2_000;

/** First bytes of a stream: sent at once, so that the browser knows that it is connected. */
export const HELLO = encoder.encode(`retry: ${RETRY_MS}\n: clawnex\n\n`);
/** A comment: keeps proxies and half-dead connections honest. */
export const HEARTBEAT = encoder.encode(': beat\n\n');

/** One server-sent event. JSON has no line breaks, so that one data line is enough. */
export function encodeFrame<N extends LiveFrameName>(
  name: N,
  data: z.input<(typeof LIVE_FRAMES)[N]>,
  id?: number,
): Uint8Array {
  const checked = LIVE_FRAMES[name].parse(data);
  const idLine = id === undefined ? '' : `id: ${id}\n`;
  return encoder.encode(`event: ${name}\n${idLine}data: ${JSON.stringify(checked)}\n\n`);
}
