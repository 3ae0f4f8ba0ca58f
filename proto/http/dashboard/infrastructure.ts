import { z } from 'zod';
import { DaemonName } from '../../daemons.ts';
import { DAEMON_STATES } from '../../health.ts';
import { Count } from '../../scalars.ts';
import { defineRoute } from '../route.ts';
import { IsoTime } from './iso-time.ts';

/**
 * One daemon as the dashboard-api sees it. `silent` = it answered before and no longer does; `unseen` = it has not
 * answered since the dashboard-api started; `unknown` = nobody can be asked because the broker is away.
 */
export const DaemonStatus = z.strictObject({
  daemon: DaemonName,
  presence: z.enum(['answering', 'silent', 'unseen', 'unknown']),
  /** Since when the presence is what it is. */
  since: IsoTime,
  last_seen: IsoTime.nullable(),
  /** The last answer; what it says is as old as `last_seen`. */
  health: z
    .strictObject({
      state: z.enum(DAEMON_STATES),
      version: z.string(),
      pid: Count,
      started_at: IsoTime,
      memory_bytes: Count,
      loop_delay_ms: z.number(),
      lag: Count.nullable(),
      listens: z.string().nullable(),
      problems: z.array(z.string()),
      last_error: z.strictObject({ at: IsoTime, message: z.string() }).nullable(),
      counters: z.record(z.string(), z.number()),
    })
    .nullable(),
});
export type DaemonStatus = z.infer<typeof DaemonStatus>;

export const Infrastructure = z.strictObject({
  read_at: IsoTime,
  daemons: z.array(DaemonStatus),
  broker: z.strictObject({
    connected: z.boolean(),
    since: IsoTime,
    server_version: z.string().nullable(),
    stream_messages: Count.nullable(),
    stream_bytes: Count.nullable(),
    dead_letters: Count.nullable(),
  }),
  store: z.strictObject({
    schema_version: Count.nullable(),
    file_bytes: Count.nullable(),
    wal_bytes: Count.nullable(),
    problem: z.string().nullable(),
  }),
});
export type Infrastructure = z.infer<typeof Infrastructure>;

export const readInfrastructure = defineRoute({
  method: 'GET',
  path: '/api/infrastructure',
  access: 'infrastructure:read',
  summary: 'State of the daemons, the broker and the store',
  response: Infrastructure,
  errors: [],
});
