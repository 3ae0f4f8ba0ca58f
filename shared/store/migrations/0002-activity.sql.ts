/** What else ingest writes: scans, sessions, alerts, posture, and its own outgoing and rejected events. */
export const sql = `
-- Blocks scanned outside any exchange.
CREATE TABLE scans (
  seq INTEGER PRIMARY KEY,
  event_id TEXT NOT NULL,
  revision INTEGER NOT NULL,
  at_ms INTEGER NOT NULL,
  host TEXT NOT NULL,
  origin TEXT NOT NULL,
  instance TEXT,
  agent TEXT,
  session TEXT,
  scan_source TEXT NOT NULL,
  ruleset TEXT NOT NULL,
  block_hash TEXT NOT NULL,
  block_origin TEXT NOT NULL,
  block_index INTEGER NOT NULL,
  length INTEGER NOT NULL,
  verdict TEXT NOT NULL,
  score INTEGER NOT NULL,
  block_json TEXT NOT NULL,
  tool TEXT,
  entry_id TEXT,
  latency_us INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX scans_revision ON scans (revision);
CREATE INDEX scans_origin ON scans (origin, at_ms);
CREATE INDEX scans_verdict ON scans (origin, verdict, at_ms);
CREATE INDEX scans_session ON scans (origin, session, at_ms) WHERE session IS NOT NULL;

-- One row per rule that fired in a judgement or a scan; the block is the worst one it fired in.
CREATE TABLE detections (
  seq INTEGER PRIMARY KEY,
  judgement INTEGER REFERENCES judgements (seq) ON DELETE CASCADE,
  scan INTEGER REFERENCES scans (seq) ON DELETE CASCADE,
  at_ms INTEGER NOT NULL,
  host TEXT NOT NULL,
  origin TEXT NOT NULL,
  agent TEXT,
  session TEXT,
  block_hash TEXT NOT NULL,
  block_origin TEXT NOT NULL,
  rule TEXT NOT NULL,
  category TEXT NOT NULL,
  severity TEXT NOT NULL,
  confidence REAL NOT NULL,
  count INTEGER NOT NULL
) STRICT;
CREATE INDEX detections_rule ON detections (origin, rule, at_ms);
CREATE INDEX detections_judgement ON detections (judgement) WHERE judgement IS NOT NULL;
CREATE INDEX detections_scan ON detections (scan) WHERE scan IS NOT NULL;

-- What agents did according to their own session logs.
CREATE TABLE session_entries (
  seq INTEGER PRIMARY KEY,
  event_id TEXT NOT NULL,
  revision INTEGER NOT NULL,
  at_ms INTEGER NOT NULL,
  host TEXT NOT NULL,
  origin TEXT NOT NULL,
  instance TEXT,
  agent TEXT,
  session TEXT,
  kind TEXT NOT NULL,
  log_source TEXT NOT NULL,
  entry_id TEXT NOT NULL,
  block_origin TEXT,
  tool TEXT,
  model TEXT,
  provider TEXT,
  is_error INTEGER,
  from_network INTEGER,
  input_tokens INTEGER,
  output_tokens INTEGER,
  cache_read_tokens INTEGER,
  cache_write_tokens INTEGER,
  cost_microusd INTEGER
) STRICT;
CREATE UNIQUE INDEX session_entries_revision ON session_entries (revision);
CREATE INDEX session_entries_origin ON session_entries (origin, at_ms);
CREATE INDEX session_entries_session ON session_entries (origin, session, at_ms) WHERE session IS NOT NULL;

CREATE TABLE alerts (
  alert_id TEXT PRIMARY KEY,
  revision INTEGER NOT NULL,
  at_ms INTEGER NOT NULL,
  host TEXT NOT NULL,
  origin TEXT NOT NULL,
  incident_id TEXT NOT NULL,
  rule TEXT NOT NULL,
  title TEXT NOT NULL,
  severity TEXT NOT NULL,
  why TEXT NOT NULL,
  entity_kind TEXT NOT NULL,
  entity_id TEXT NOT NULL,
  first_at_ms INTEGER NOT NULL,
  last_at_ms INTEGER NOT NULL,
  events_json TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX alerts_revision ON alerts (revision);
CREATE INDEX alerts_origin ON alerts (origin, last_at_ms);
CREATE INDEX alerts_incident ON alerts (incident_id, last_at_ms);

-- The machine's part of an incident. event_time_ms and event_id say which of two reports is the newer one.
CREATE TABLE incidents (
  incident_id TEXT PRIMARY KEY,
  revision INTEGER NOT NULL,
  host TEXT NOT NULL,
  origin TEXT NOT NULL,
  title TEXT NOT NULL,
  severity TEXT NOT NULL,
  why TEXT NOT NULL,
  entities_json TEXT NOT NULL,
  first_at_ms INTEGER NOT NULL,
  last_at_ms INTEGER NOT NULL,
  alert_count INTEGER NOT NULL,
  event_time_ms INTEGER NOT NULL,
  event_id TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX incidents_revision ON incidents (revision);
CREATE INDEX incidents_last ON incidents (last_at_ms);
CREATE INDEX incidents_origin ON incidents (origin, last_at_ms);

-- Runs of the trust audit and the host scanner.
CREATE TABLE snapshots (
  snapshot_id TEXT PRIMARY KEY,
  source TEXT NOT NULL,
  host TEXT NOT NULL,
  origin TEXT NOT NULL,
  started_at_ms INTEGER NOT NULL,
  ended_at_ms INTEGER NOT NULL,
  checks_total INTEGER NOT NULL,
  findings_total INTEGER NOT NULL,
  failed_total INTEGER NOT NULL
) STRICT;
CREATE INDEX snapshots_latest ON snapshots (origin, source, host, ended_at_ms, snapshot_id);

-- Latest known state of each finding. present = 1: it is in the newest snapshot of its host and source.
CREATE TABLE findings (
  origin TEXT NOT NULL,
  source TEXT NOT NULL,
  host TEXT NOT NULL,
  finding_id TEXT NOT NULL,
  present INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  check_name TEXT NOT NULL,
  title TEXT NOT NULL,
  result TEXT NOT NULL,
  severity TEXT NOT NULL,
  subject TEXT NOT NULL,
  why TEXT NOT NULL,
  evidence TEXT NOT NULL,
  fix TEXT NOT NULL,
  reason TEXT,
  first_seen_ms INTEGER NOT NULL,
  last_seen_ms INTEGER NOT NULL,
  snapshot_id TEXT NOT NULL,
  PRIMARY KEY (origin, source, host, finding_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX findings_revision ON findings (revision);
CREATE INDEX findings_present ON findings (origin, source, severity) WHERE present = 1;

-- What daemons reported about themselves.
CREATE TABLE daemon_notices (
  seq INTEGER PRIMARY KEY,
  event_id TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  host TEXT NOT NULL,
  origin TEXT NOT NULL,
  daemon TEXT NOT NULL,
  code TEXT NOT NULL,
  message TEXT NOT NULL,
  count INTEGER NOT NULL
) STRICT;
CREATE INDEX daemon_notices_at ON daemon_notices (at_ms);

-- Events on their way to the stream: written with the rows they report, removed when the stream has them.
CREATE TABLE outgoing_events (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  type TEXT NOT NULL,
  event_json TEXT NOT NULL
) STRICT;

-- Events that are valid on the wire but could not be applied: kept for an admin, never offered again.
CREATE TABLE rejected_events (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  type TEXT NOT NULL,
  origin TEXT NOT NULL,
  rejected_at_ms INTEGER NOT NULL,
  why TEXT NOT NULL,
  envelope_json TEXT NOT NULL
) STRICT;
`;
