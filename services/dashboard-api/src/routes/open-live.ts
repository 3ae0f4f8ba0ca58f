import { openLive } from '@clawnex/proto/http/dashboard/live.ts';
import { ROLE_PERMISSIONS } from '@clawnex/proto/permissions.ts';
import { mountRoute } from '@clawnex/shared/kernel/http/mount-route.ts';
import { failure } from '@clawnex/shared/kernel/http/result.ts';
import type { Hono } from 'hono';
import type { Api } from '../api.ts';
import { LiveClient } from '../live/live-client.ts';
import { CLIENTS_MAX } from '../live/live-hub.ts';

const STREAM_HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  /** Proxies that buffer answers are asked not to. */
  'x-accel-buffering': 'no',
};

/** What a browser sends back after a loss; anything else is as good as nothing. */
function lastEventId(header: string | undefined): number | undefined {
  const id = header !== undefined && /^\d{1,15}$/.test(header) ? Number(header) : undefined;
  return id;
}

export function mountOpenLive(app: Hono, api: Api): void {
  mountRoute(app, openLive, api.operators, ({ query, caller: { session }, context }) => {
    if (api.hub.size >= CLIENTS_MAX) {
      return failure(
        'unavailable',
        `${CLIENTS_MAX} live streams are open already. Close a page and try again.`,
      );
    }
    const client = new LiveClient({
      cursor: lastEventId(context.req.header('last-event-id')) ?? query.after ?? api.exchanges.revision(),
      sessionHash: session.session_hash,
      permissions: ROLE_PERMISSIONS[session.role],
      onGone: (gone) => api.hub.remove(gone),
    });
    // A HEAD request has no body to read: nothing would ever end its stream.
    if (context.req.method === 'GET') api.hub.add(client);
    else client.end();
    return { ok: true, response: new Response(client.body, { headers: STREAM_HEADERS }) };
  });
}
