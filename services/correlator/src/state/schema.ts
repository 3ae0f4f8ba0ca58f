import { ConfigError } from '@clawnex/shared/kernel/config.ts';
import type { Database } from '@clawnex/shared/store/database.ts';
import { z } from 'zod';

/** Raised with each change of the tables below; what it takes to get there is a step in `STEPS`. */
const STEPS: readonly string[] = [
  `
  -- One row per group of a rule with events at hand. "touched" orders groups by last use, for eviction.
  CREATE TABLE groups (
    group_id INTEGER PRIMARY KEY,
    rule TEXT NOT NULL,
    origin TEXT NOT NULL,
    group_key TEXT NOT NULL,
    context TEXT NOT NULL,
    newest_ms INTEGER NOT NULL,
    points INTEGER NOT NULL,
    touched INTEGER NOT NULL,
    UNIQUE (rule, origin, group_key)
  ) STRICT;
  CREATE INDEX groups_by_touched ON groups (touched);
  -- Matching events, kept while a late one could still fall into their window.
  CREATE TABLE points (
    group_id INTEGER NOT NULL REFERENCES groups (group_id) ON DELETE CASCADE,
    event_id TEXT NOT NULL,
    time_ms INTEGER NOT NULL,
    signal TEXT NOT NULL,
    PRIMARY KEY (group_id, event_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX points_by_time ON points (group_id, time_ms, event_id);
  CREATE TABLE incidents (
    incident_id TEXT PRIMARY KEY,
    origin TEXT NOT NULL,
    host TEXT NOT NULL,
    entity_kind TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    title TEXT NOT NULL,
    severity TEXT NOT NULL,
    why TEXT NOT NULL,
    first_at_ms INTEGER NOT NULL,
    last_at_ms INTEGER NOT NULL,
    alert_count INTEGER NOT NULL,
    UNIQUE (origin, host, entity_kind, entity_id, ordinal)
  ) STRICT, WITHOUT ROWID;
  -- Alerts that were raised: what keeps a second one away, whatever arrives again.
  CREATE TABLE alerts (
    alert_id TEXT PRIMARY KEY,
    origin TEXT NOT NULL,
    raised_at_ms INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX alerts_by_age ON alerts (raised_at_ms);
  -- Events to publish, written with the state that caused them.
  CREATE TABLE outbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    origin TEXT NOT NULL,
    event TEXT NOT NULL
  ) STRICT;
  CREATE TABLE stream_position (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    sequence INTEGER NOT NULL
  ) STRICT;
  `,
  `
  -- The first engine knew one kind of rule: its windows cannot be read by this one. The stream holds four days of events.
  DROP TABLE points;
  DROP TABLE groups;
  DROP TABLE incidents;
  DROP TABLE alerts;
  -- One row per group of a correlation; "meaning" is that of the rule when it was written.
  CREATE TABLE groups (
    group_id INTEGER PRIMARY KEY,
    rule TEXT NOT NULL,
    meaning TEXT NOT NULL,
    origin TEXT NOT NULL,
    group_values TEXT NOT NULL,
    newest_ms INTEGER NOT NULL,
    forgotten_ms INTEGER NOT NULL,
    closed_ms INTEGER NOT NULL,
    due_ms INTEGER,
    firings TEXT NOT NULL
  ) STRICT;
  -- Matching events, kept while they can matter.
  CREATE TABLE points (
    group_id INTEGER NOT NULL,
    time_ms INTEGER NOT NULL,
    event_id TEXT NOT NULL,
    steps INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (group_id, time_ms, event_id)
  ) STRICT, WITHOUT ROWID;
  -- Alerts of incidents that may still grow.
  CREATE TABLE alerts (
    alert_id TEXT PRIMARY KEY,
    origin TEXT NOT NULL,
    body TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE incidents (
    incident_id TEXT PRIMARY KEY,
    origin TEXT NOT NULL,
    body TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  -- Names of alerts that were published, far beyond what the stream holds: a repeat raises none again.
  CREATE TABLE raised (
    alert_id TEXT PRIMARY KEY,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX raised_by_age ON raised (at_ms);
  CREATE TABLE rule_hits (
    rule TEXT PRIMARY KEY,
    matched INTEGER NOT NULL,
    last_ms INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  ALTER TABLE stream_position ADD COLUMN reached_ms INTEGER NOT NULL DEFAULT 0;
  `,
];

const UserVersion = z.array(z.object({ user_version: z.int() })).length(1);

/** Brings the tables to this version. Throws `ConfigError` on a database that a newer version wrote. */
export function migrateState(db: Database): void {
  const [row] = UserVersion.parse(db.pragma('user_version'));
  const version = row?.user_version ?? 0;
  if (version > STEPS.length) {
    throw new ConfigError(
      `correlator: ${db.name} was written by a newer ClawNex (its version is ${version}, this one knows ${STEPS.length}). Start the newer ClawNex.`,
    );
  }
  const steps = STEPS.slice(version);
  if (steps.length === 0) return;
  db.transaction(() => {
    for (const step of steps) db.exec(step);
    db.pragma(`user_version = ${STEPS.length}`);
  }).immediate();
}
