import {
  changeIncident,
  commentIncident,
  readIncident,
} from '@clawnex/proto/http/dashboard/incident-work.ts';
import { toIso } from '@clawnex/shared/kernel/clock.ts';
import { mountRoute } from '@clawnex/shared/kernel/http/mount-route.ts';
import { failure } from '@clawnex/shared/kernel/http/result.ts';
import { newId } from '@clawnex/shared/kernel/ids.ts';
import { prepareQuery, prepareWrite } from '@clawnex/shared/store/statement.ts';
import type { Hono } from 'hono';
import type { Api } from '../api.ts';
import { insertIncidentComment, putIncidentWork, readIncidentWork } from '../incidents/incidents.sql.ts';
import { prepareIncidentDetail } from '../incidents/read-incident.ts';

const NONE = failure('not_found', 'No incident of this id is stored.', 'path.incident_id');

export function mountReadIncident(app: Hono, api: Api): void {
  const read = prepareIncidentDetail(api.reader);
  mountRoute(app, readIncident, api.operators, ({ params }) => {
    const detail = read(params.incident_id);
    return detail === null ? NONE : { ok: true, body: detail };
  });
}

export function mountChangeIncident(app: Hono, api: Api): void {
  const work = prepareQuery(api.writer.db, readIncidentWork);
  const put = prepareWrite(api.writer.db, putIncidentWork);
  mountRoute(app, changeIncident, api.operators, async ({ params, body, caller }) => {
    const { incident_id } = params;
    const { username } = caller.session;
    const { status, owner, seen } = body;
    const written = await api.writer.write(() => {
      const found = work.get({ incident_id });
      if (found === undefined) return NONE;
      const present = found.updated_at_ms === null ? null : toIso(found.updated_at_ms);
      if (present !== seen) {
        return failure('conflict', 'Somebody else worked on it meanwhile. Look at it again.', 'body.seen');
      }
      // Later than what was read, so that two changes within a millisecond are still told apart.
      const updated_at_ms = Math.max(api.clock.now(), (found.updated_at_ms ?? 0) + 1);
      put({ incident_id, status, owner, updated_at_ms, updated_by: username });
      api.writer.audit({
        actor: username,
        action: 'incident_changed',
        target: `incident:${incident_id}`,
        detail: { status, owner, address: caller.client.address },
      });
      return {
        ok: true as const,
        body: { status, owner, updated_at: toIso(updated_at_ms), updated_by: username },
      };
    });
    if (written.ok && written.value.ok) api.hub.announceChanged(['incidents']);
    return written.ok ? written.value : written;
  });
}

export function mountCommentIncident(app: Hono, api: Api): void {
  const work = prepareQuery(api.writer.db, readIncidentWork);
  const insert = prepareWrite(api.writer.db, insertIncidentComment);
  mountRoute(app, commentIncident, api.operators, async ({ params, body, caller }) => {
    const { incident_id } = params;
    const by = caller.session.username;
    const written = await api.writer.write(() => {
      if (work.get({ incident_id }) === undefined) return NONE;
      const at_ms = api.clock.now();
      const comment_id = newId(at_ms);
      insert({ comment_id, incident_id, at_ms, by, text: body.text });
      api.writer.audit({
        actor: by,
        action: 'incident_commented',
        target: `incident:${incident_id}`,
        detail: { comment_id, address: caller.client.address },
      });
      return { ok: true as const, body: { comment_id, at: toIso(at_ms), by, text: body.text } };
    });
    if (written.ok && written.value.ok) api.hub.announceChanged(['incidents']);
    return written.ok ? written.value : written;
  });
}
