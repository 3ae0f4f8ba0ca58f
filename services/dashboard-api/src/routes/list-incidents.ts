import { listIncidents } from '@clawnex/proto/http/dashboard/incidents.ts';
import { mountRoute } from '@clawnex/shared/kernel/http/mount-route.ts';
import { prepareQuery } from '@clawnex/shared/store/statement.ts';
import type { Hono } from 'hono';
import type { Api } from '../api.ts';
import { listIncidentRows } from '../incidents/incidents.sql.ts';
import { toIncidentRow } from '../incidents/read-incident.ts';

export function mountListIncidents(app: Hono, api: Api): void {
  const list = prepareQuery(api.reader, listIncidentRows);
  mountRoute(app, listIncidents, api.operators, ({ query }) => ({
    ok: true,
    body: { rows: list.all({ limit: query.limit }).map(toIncidentRow) },
  }));
}
