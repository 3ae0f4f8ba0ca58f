/** What dashboard-api writes, and the audit trail both writers share. */
export const sql = `
CREATE TABLE operators (
  operator_id TEXT PRIMARY KEY,
  username TEXT NOT NULL UNIQUE,
  role TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL,
  password_changed_at_ms INTEGER NOT NULL,
  disabled_at_ms INTEGER
) STRICT;

-- session_hash: SHA-256 of the cookie. The cookie itself is stored nowhere.
CREATE TABLE sessions (
  session_hash TEXT PRIMARY KEY,
  operator_id TEXT NOT NULL REFERENCES operators (operator_id) ON DELETE CASCADE,
  signed_in_at_ms INTEGER NOT NULL,
  used_at_ms INTEGER NOT NULL,
  expires_at_ms INTEGER NOT NULL,
  address TEXT NOT NULL,
  user_agent TEXT NOT NULL
) STRICT;
CREATE INDEX sessions_operator ON sessions (operator_id);
CREATE INDEX sessions_expires ON sessions (expires_at_ms);

CREATE TABLE policy_versions (
  revision INTEGER PRIMARY KEY,
  mode TEXT NOT NULL,
  deadline_ms INTEGER NOT NULL,
  on_deadline TEXT NOT NULL,
  review_score INTEGER NOT NULL,
  block_score INTEGER NOT NULL,
  updated_at_ms INTEGER NOT NULL,
  updated_by TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;

-- A hash chain: hash = SHA-256 of the canonical JSON of the row with the hash of the row before.
CREATE TABLE audit_events (
  seq INTEGER PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  target TEXT NOT NULL,
  detail_json TEXT NOT NULL,
  prev_hash TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;
CREATE INDEX audit_events_at ON audit_events (at_ms);
CREATE INDEX audit_events_actor ON audit_events (actor, at_ms);
CREATE TRIGGER audit_events_no_update BEFORE UPDATE ON audit_events
BEGIN SELECT RAISE(ABORT, 'audit rows are never changed'); END;
CREATE TRIGGER audit_events_no_delete BEFORE DELETE ON audit_events
BEGIN SELECT RAISE(ABORT, 'audit rows are never removed'); END;
-- REPLACE removes rows without asking the trigger above, and a gap would hide a missing row.
CREATE TRIGGER audit_events_only_append BEFORE INSERT ON audit_events
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM audit_events)
BEGIN SELECT RAISE(ABORT, 'audit rows are only appended'); END;
`;
