import { defineInsert } from '@clawnex/shared/store/statement.ts';

/** The newest sighting counts, in whatever order they come. */
export const putTrustDetail = defineInsert(
  'trust_details',
  ['origin', 'host', 'finding_id', 'seen_at_ms', 'state', 'detail_json'],
  `ON CONFLICT (origin, host, finding_id) DO UPDATE SET
     seen_at_ms = excluded.seen_at_ms, state = excluded.state, detail_json = excluded.detail_json
   WHERE excluded.seen_at_ms >= trust_details.seen_at_ms`,
);

export const insertTrustChange = defineInsert(
  'trust_changes',
  ['snapshot_id', 'host', 'origin', 'at_ms', 'change_json'],
  'ON CONFLICT DO NOTHING',
);
