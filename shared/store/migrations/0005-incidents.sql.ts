/** Alerts that change and are taken back, incidents with their story, and what people do about them. */
export const sql = `
-- The place on the stream of the event that wrote the row: of two reports the later one stands.
ALTER TABLE alerts ADD COLUMN sequence INTEGER NOT NULL DEFAULT 0;
-- raised, revised or retracted: what was taken back stays, and is no longer counted.
ALTER TABLE alerts ADD COLUMN state TEXT NOT NULL DEFAULT 'raised';
-- Count, tactics, risk, suppression and steps.
ALTER TABLE alerts ADD COLUMN detail_json TEXT NOT NULL DEFAULT '{}';

ALTER TABLE incidents ADD COLUMN sequence INTEGER NOT NULL DEFAULT 0;
ALTER TABLE incidents ADD COLUMN state TEXT NOT NULL DEFAULT 'open';
ALTER TABLE incidents ADD COLUMN merged_into TEXT;
ALTER TABLE incidents ADD COLUMN risk REAL NOT NULL DEFAULT 0;
-- Tactics, rules, timeline and suggested actions.
ALTER TABLE incidents ADD COLUMN detail_json TEXT NOT NULL DEFAULT '{}';

-- The human part, written by dashboard-api. An incident without a row is new and nobody's.
CREATE TABLE incident_work (
  incident_id TEXT PRIMARY KEY,
  status TEXT NOT NULL,
  owner TEXT,
  updated_at_ms INTEGER NOT NULL,
  updated_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE incident_comments (
  comment_id TEXT PRIMARY KEY,
  incident_id TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  by TEXT NOT NULL,
  text TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX incident_comments_incident ON incident_comments (incident_id, at_ms);
`;
