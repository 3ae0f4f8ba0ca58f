import {
  listAgentSessions,
  listBypasses,
  listRuntimeChanges,
  readAgentSession,
  readWatchStatus,
} from '@clawnex/proto/http/dashboard/agent-sessions.ts';
import { fromIso, toIso } from '@clawnex/shared/kernel/clock.ts';
import { mountRoute } from '@clawnex/shared/kernel/http/mount-route.ts';
import { failure } from '@clawnex/shared/kernel/http/result.ts';
import { prepareQuery } from '@clawnex/shared/store/statement.ts';
import type { Hono } from 'hono';
import { z } from 'zod';
import * as sql from '../agent-sessions/agent-sessions.sql.ts';
import { howToRoute } from '../agent-sessions/how-to-route.ts';
import { prepareSessionItems } from '../agent-sessions/session-items.ts';
import { toSessionRow } from '../agent-sessions/session-row.ts';
import type { Api } from '../api.ts';
import { decodeCursor, encodeCursor } from '../exchanges/page-cursor.ts';

const LAST_MS = Number.MAX_SAFE_INTEGER;
/** An answer's record and its line in the log arrive moments apart: until then it is not said to have gone around. */
const SETTLED_AFTER_MS = 60_000;
const Models = z.array(z.string().nullable());

export function mountReadWatchStatus(app: Hono, api: Api): void {
  mountRoute(app, readWatchStatus, api.operators, async () => {
    const { status, reason } = await api.askWatcher();
    return { ok: true, body: { status, reason, read_at: toIso(api.clock.now()) } };
  });
}

export function mountListAgentSessions(app: Hono, api: Api): void {
  const list = prepareQuery(api.reader, sql.listSessionRows);
  mountRoute(app, listAgentSessions, api.operators, ({ query }) => {
    const before = decodeCursor(query.cursor);
    if (!before.ok) return before;
    const rows = list.all({
      origin: query.origin,
      before_at_ms: before.cursor?.at_ms ?? LAST_MS,
      before_seq: before.cursor?.seq ?? LAST_MS,
      from_ms: query.from === undefined ? 0 : fromIso(query.from),
      to_ms: query.to === undefined ? LAST_MS : fromIso(query.to),
      host: query.host ?? null,
      agent: query.agent ?? null,
      log_source: query.log_source ?? null,
      verdict: query.verdict ?? null,
      limit: query.limit,
    });
    const last = rows.at(-1);
    const more = last !== undefined && rows.length === query.limit;
    return {
      ok: true,
      body: {
        rows: rows.map(toSessionRow),
        next: more ? encodeCursor({ at_ms: last.last_at_ms, seq: last.seq }) : null,
      },
    };
  });
}

export function mountReadAgentSession(app: Hono, api: Api): void {
  const read = prepareQuery(api.reader, sql.readSessionRow);
  const readItems = prepareSessionItems(api.reader);
  mountRoute(app, readAgentSession, api.operators, ({ params, query }) => {
    const after = decodeCursor(query.cursor);
    if (!after.ok) return after;
    const seq = /^\d{1,15}$/.test(params.session_id) ? Number(params.session_id) : -1;
    const row = read.get({ seq });
    if (row === undefined) return failure('not_found', 'There is no such session.', 'params.session_id');
    const page = readItems(row, after.cursor, query.limit);
    const next = page.last === null ? null : encodeCursor(page.last);
    return {
      ok: true,
      body: { row: toSessionRow(row), items: page.items, first_blocked_seq: page.first_blocked_seq, next },
    };
  });
}

export function mountListBypasses(app: Hono, api: Api): void {
  const list = prepareQuery(api.reader, sql.listBypassRows);
  const count = prepareQuery(api.reader, sql.countProxyOnly);
  mountRoute(app, listBypasses, api.operators, ({ query }) => {
    const now_ms = api.clock.now();
    const settled_ms = now_ms - SETTLED_AFTER_MS;
    const range = {
      from_ms: query.from === undefined ? 0 : fromIso(query.from),
      to_ms: query.to === undefined ? settled_ms : Math.min(settled_ms, fromIso(query.to)),
    };
    const rows = list.all(range).map(({ models_json, since_ms, last_at_ms, ...row }) => ({
      ...row,
      models: Models.parse(JSON.parse(models_json)).filter((model) => model !== null),
      since: toIso(since_ms),
      last_at: toIso(last_at_ms),
      how_to_route: howToRoute(row.log_source),
    }));
    return { ok: true, body: { rows, proxy_only: count.get(range)?.calls ?? 0, read_at: toIso(now_ms) } };
  });
}

export function mountListRuntimeChanges(app: Hono, api: Api): void {
  const list = prepareQuery(api.reader, sql.listChangeRows);
  const Body = listRuntimeChanges.response;
  mountRoute(app, listRuntimeChanges, api.operators, ({ query }) => {
    const rows = list.all({ limit: query.limit }).map(({ at_ms, ...row }) => ({ ...row, at: toIso(at_ms) }));
    return { ok: true, body: Body.parse({ rows }) };
  });
}
