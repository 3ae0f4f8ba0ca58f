import { SUPPRESSIONS_MAX } from '@clawnex/proto/controls/suppression.ts';
import {
  addSuppression,
  endSuppression,
  listSuppressions,
  previewSuppression,
} from '@clawnex/proto/http/dashboard/correlations.ts';
import { toIso } from '@clawnex/shared/kernel/clock.ts';
import { mountRoute } from '@clawnex/shared/kernel/http/mount-route.ts';
import { failure } from '@clawnex/shared/kernel/http/result.ts';
import { newId } from '@clawnex/shared/kernel/ids.ts';
import { prepareQuery } from '@clawnex/shared/store/statement.ts';
import type { Hono } from 'hono';
import type { Api } from '../api.ts';
import { countMuted, previewMuted } from '../correlations/suppressions.sql.ts';
import { actorOf } from './published.ts';

const DAY_MS = 24 * 3_600_000;

export function mountListSuppressions(app: Hono, api: Api): void {
  const count = prepareQuery(api.reader, countMuted);
  mountRoute(app, listSuppressions, api.operators, () => {
    const { revision, suppressions } = api.desks.suppressions.current();
    const hits = new Map(count.all().map((row) => [row.id, row.hits]));
    const now_ms = api.clock.now();
    const rows = suppressions.map(({ from_ms, until_ms, rule, ...view }) => ({
      ...view,
      rule: rule ?? null,
      from: toIso(from_ms),
      until: toIso(until_ms),
      active: until_ms > now_ms,
      hits: hits.get(view.id) ?? 0,
    }));
    return { ok: true, body: { revision, rows } };
  });
}

export function mountPreviewSuppression(app: Hono, api: Api): void {
  const preview = prepareQuery(api.reader, previewMuted);
  mountRoute(app, previewSuppression, api.operators, ({ body }) => {
    const since_ms = api.clock.now() - body.days * DAY_MS;
    const { kind, id } = body.entity;
    const found = preview.get({ since_ms, rule: body.rule ?? null, kind, id });
    return {
      ok: true,
      body: { since: toIso(since_ms), ...(found ?? { alerts: 0, incidents: 0, confirmed: 0 }) },
    };
  });
}

export function mountAddSuppression(app: Hono, api: Api): void {
  mountRoute(app, addSuppression, api.operators, async ({ body, caller }) => {
    const now_ms = api.clock.now();
    const { rule, entity, reason, days } = body;
    const by = actorOf(caller);
    const added = {
      id: newId(now_ms),
      ...(rule === undefined ? {} : { rule }),
      entity,
      reason,
      owner: by.username,
      from_ms: now_ms,
      until_ms: now_ms + Math.round(days * DAY_MS),
    };
    const note = {
      by,
      action: 'suppression_added',
      target: `${entity.kind}:${entity.id}`.slice(0, 300),
      reason,
      detail: { id: added.id, days },
    };
    const changed = await api.desks.suppressions.change(note, (before) => {
      // Those long over go; what they muted stays counted with the alerts.
      const kept = before.suppressions.filter((each) => each.until_ms > now_ms - 90 * DAY_MS);
      if (kept.length >= SUPPRESSIONS_MAX)
        return failure('conflict', `There are ${SUPPRESSIONS_MAX} suppressions already: end some first.`);
      return { ok: true, value: { ...before, suppressions: [...kept, added] } };
    });
    return changed.ok ? { ok: true, body: { id: added.id, published: changed.published } } : changed;
  });
}

export function mountEndSuppression(app: Hono, api: Api): void {
  mountRoute(app, endSuppression, api.operators, async ({ params, body, caller }) => {
    const now_ms = api.clock.now();
    const { id } = params;
    const note = {
      by: actorOf(caller),
      action: 'suppression_ended',
      target: `suppression:${id}`,
      reason: body.reason,
    };
    const changed = await api.desks.suppressions.change(note, (before) => {
      const found = before.suppressions.find((each) => each.id === id);
      if (found === undefined) return failure('not_found', 'No suppression has this id.', 'path.id');
      if (found.until_ms <= now_ms) return failure('conflict', 'It is over already.', 'path.id');
      // An end that is not after its beginning would never have muted anything.
      const ended = { ...found, until_ms: Math.max(now_ms, found.from_ms + 1) };
      return {
        ok: true,
        value: {
          ...before,
          suppressions: before.suppressions.map((each) => (each.id === id ? ended : each)),
        },
      };
    });
    return changed.ok ? { ok: true, body: { id, published: changed.published } } : changed;
  });
}
