import { listExchanges } from '@clawnex/proto/http/dashboard/exchanges.ts';
import { mountRoute } from '@clawnex/shared/kernel/http/mount-route.ts';
import type { Hono } from 'hono';
import type { Api } from '../api.ts';
import { decodeCursor } from '../exchanges/page-cursor.ts';
import { readOrFail } from '../store/read-failure.ts';

export function mountListExchanges(app: Hono, api: Api): void {
  mountRoute(app, listExchanges, api.operators, async ({ query }) => {
    const { cursor, limit, ...filter } = query;
    const before = decodeCursor(cursor);
    if (!before.ok) return before;
    const page = await readOrFail(api.exchanges.page(filter, before.cursor, limit));
    return page.ok ? { ok: true, body: page.value } : page;
  });
}
