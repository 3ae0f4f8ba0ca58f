import { AlertRaised, Entity, IncidentChanged } from '@clawnex/proto/events/incident.ts';
import type { IncidentDetail } from '@clawnex/proto/http/dashboard/incident-work.ts';
import type { IncidentRow } from '@clawnex/proto/http/dashboard/incidents.ts';
import { toIso } from '@clawnex/shared/kernel/clock.ts';
import type { Database } from '@clawnex/shared/store/database.ts';
import { prepareQuery } from '@clawnex/shared/store/statement.ts';
import { z } from 'zod';
import {
  countAlertsOfIncident,
  listAlertsOfIncident,
  listIncidentComments,
  readIncidentRow,
  type StoredIncident,
} from './incidents.sql.ts';

const Entities = z.array(Entity);
/** As ingest keeps them. */
const Story = IncidentChanged.pick({ tactics: true, rules: true, timeline: true, actions: true });
const AlertStory = AlertRaised.pick({ suppressed_by: true, steps: true });
/** The latest; a panel with more is not read to its end. */
const ALERTS_MAX = 100;
const COMMENTS_MAX = 1_000;

export function toIncidentRow(stored: StoredIncident): IncidentRow {
  const { entities_json, first_at_ms, last_at_ms, detail_json, ...row } = stored;
  return {
    ...row,
    entities: Entities.parse(JSON.parse(entities_json)),
    tactics: Story.parse(JSON.parse(detail_json)).tactics ?? [],
    first_at: toIso(first_at_ms),
    last_at: toIso(last_at_ms),
  };
}

/** Reads one incident with everything about it; null where there is none. */
export function prepareIncidentDetail(db: Database): (incidentId: string) => IncidentDetail | null {
  const row = prepareQuery(db, readIncidentRow);
  const alerts = prepareQuery(db, listAlertsOfIncident);
  const count = prepareQuery(db, countAlertsOfIncident);
  const comments = prepareQuery(db, listIncidentComments);
  return (incident_id) => {
    const found = row.get({ incident_id });
    if (found === undefined) return null;
    const { state, merged_into, updated_at_ms, updated_by, ...stored } = found;
    const { rules = [], actions = [], timeline = [] } = Story.parse(JSON.parse(stored.detail_json));
    const listed = alerts.all({ incident_id, limit: ALERTS_MAX });
    const total = count.get({ incident_id })?.alerts ?? listed.length;
    const work =
      updated_at_ms === null || updated_by === null ? null : { updated_at: toIso(updated_at_ms), updated_by };
    return {
      row: toIncidentRow(stored),
      gone: state === 'gone',
      merged_into,
      rules,
      actions,
      timeline: timeline.map(({ at_ms, ...entry }) => ({ ...entry, at: toIso(at_ms) })),
      alerts: listed.map(({ entity_kind, entity_id, first_at_ms, last_at_ms, detail_json, ...alert }) => {
        const { suppressed_by = null, steps = [] } = AlertStory.parse(JSON.parse(detail_json));
        return {
          ...alert,
          entity: { kind: entity_kind, id: entity_id },
          first_at: toIso(first_at_ms),
          last_at: toIso(last_at_ms),
          suppressed_by,
          steps: steps.map(({ at_ms, ...step }) => ({ ...step, at: toIso(at_ms) })),
        };
      }),
      alerts_left_out: Math.max(0, total - listed.length),
      work,
      comments: comments
        .all({ incident_id, limit: COMMENTS_MAX })
        .map(({ at_ms, ...comment }) => ({ ...comment, at: toIso(at_ms) })),
    };
  };
}
