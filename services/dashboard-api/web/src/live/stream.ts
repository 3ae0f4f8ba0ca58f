import type { LIVE_FRAMES, LiveFrameName } from '@clawnex/proto/http/dashboard/live.ts';
import type { z } from 'zod';
import { call } from '../api/client.ts';
import { buildApiPath } from '../api/routes.ts';

export type LiveFrame = {
  [N in LiveFrameName]: { readonly name: N; readonly data: z.output<(typeof LIVE_FRAMES)[N]> };
}[LiveFrameName];

const FRAME_NAMES: Record<LiveFrameName, true> = {
  exchanges: true,
  reload: true,
  infrastructure: true,
  policy: true,
  controls: true,
  changed: true,
};

/** Pauses between attempts: the first is short because most losses are a restart of the dashboard-api. */
const RETRY_MS = [500, 1_000, 2_000, 4_000, 8_000] as const;

export interface StreamEvents {
  /** `resumed` = nothing was missed; otherwise what was read before may lack rows. */
  opened(resumed: boolean): void;
  frame(frame: LiveFrame): void;
  lost(retryAt: number): void;
  /** The session is over: no further attempts. */
  ended(): void;
}

export interface Stream {
  retryNow(): void;
  close(): void;
}

/** One connection to `/api/live` that comes back by itself and resumes after the last revision seen (`revision` at first). */
export function openStream(revision: number | null, events: StreamEvents): Stream {
  let source: EventSource | null = null;
  let timer: number | undefined;
  let after = revision;
  let failures = 0;
  let closed = false;

  function connect(): void {
    window.clearTimeout(timer);
    source?.close();
    const resumed = after !== null;
    const next = new EventSource(buildApiPath('openLive', {}, { after: after ?? undefined }));
    source = next;
    next.onopen = () => {
      failures = 0;
      events.opened(resumed);
    };
    // The browser's own retry hides why and when; closing and opening again keeps both visible.
    next.onerror = () => {
      next.close();
      if (!closed && source === next) void lose();
    };
    for (const name of Object.keys(FRAME_NAMES)) {
      next.addEventListener(name, (event: MessageEvent<string>) => {
        // Our own server's frame, validated where it is made; `name` is one of LIVE_FRAMES' keys.
        const frame = { name, data: JSON.parse(event.data) } as LiveFrame;
        if (frame.name === 'exchanges' || frame.name === 'reload') after = frame.data.revision;
        events.frame(frame);
      });
    }
  }

  async function lose(): Promise<void> {
    const pause = RETRY_MS[Math.min(failures, RETRY_MS.length - 1)] ?? 0;
    failures += 1;
    events.lost(Date.now() + pause);
    timer = window.setTimeout(connect, pause);
    // EventSource does not tell a refused session from a broken line.
    const me = await call('readMe', {});
    if (!closed && !me.ok && me.failure.code === 'not_signed_in') {
      close();
      events.ended();
    }
  }

  function close(): void {
    closed = true;
    window.clearTimeout(timer);
    source?.close();
  }

  connect();
  return { retryNow: connect, close };
}
