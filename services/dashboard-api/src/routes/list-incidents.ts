import { Entity } from '@clawnex/proto/events/incident.ts';
import { listIncidents } from '@clawnex/proto/http/dashboard/incidents.ts';
import { toIso } from '@clawnex/shared/kernel/clock.ts';
import { mountRoute } from '@clawnex/shared/kernel/http/mount-route.ts';
import { prepareQuery } from '@clawnex/shared/store/statement.ts';
import type { Hono } from 'hono';
import { z } from 'zod';
import type { Api } from '../api.ts';
import { listIncidentRows } from '../incidents/incidents.sql.ts';

const Entities = z.array(Entity);

export function mountListIncidents(app: Hono, api: Api): void {
  const list = prepareQuery(api.reader, listIncidentRows);
  mountRoute(app, listIncidents, api.operators, ({ query }) => ({
    ok: true,
    body: {
      rows: list.all({ limit: query.limit }).map(({ entities_json, first_at_ms, last_at_ms, ...row }) => ({
        ...row,
        entities: Entities.parse(JSON.parse(entities_json)),
        first_at: toIso(first_at_ms),
        last_at: toIso(last_at_ms),
      })),
    },
  }));
}
