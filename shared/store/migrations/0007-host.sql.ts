/** Runs of the host scanner: a line of history for each, all of the newest one, and what differs between two. */
export const sql = `
CREATE TABLE host_scans (
  snapshot_id TEXT PRIMARY KEY,
  host TEXT NOT NULL,
  origin TEXT NOT NULL,
  ended_at_ms INTEGER NOT NULL,
  score INTEGER,
  letter TEXT,
  coverage_percent INTEGER,
  passed INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  not_evaluated INTEGER NOT NULL,
  not_applicable INTEGER NOT NULL,
  vulnerabilities INTEGER NOT NULL,
  exploited INTEGER NOT NULL
) STRICT;
CREATE INDEX host_scans_ended ON host_scans (origin, host, ended_at_ms);

-- The newest run of each host: its grade with the formula, the states of its checks, its inventory, the age of its data.
CREATE TABLE host_latest (
  origin TEXT NOT NULL,
  host TEXT NOT NULL,
  snapshot_id TEXT NOT NULL,
  ended_at_ms INTEGER NOT NULL,
  grade_json TEXT NOT NULL,
  checks_json TEXT NOT NULL,
  advisories_json TEXT NOT NULL,
  inventory_json TEXT NOT NULL,
  inventory_total INTEGER NOT NULL,
  vulnerabilities_left_out INTEGER NOT NULL,
  lynis_json TEXT,
  PRIMARY KEY (origin, host)
) STRICT, WITHOUT ROWID;

-- Of the newest run of each host, in the order of urgency.
CREATE TABLE host_vulnerabilities (
  origin TEXT NOT NULL,
  host TEXT NOT NULL,
  position INTEGER NOT NULL,
  advisory TEXT NOT NULL,
  aliases_json TEXT NOT NULL,
  ecosystem TEXT NOT NULL,
  package TEXT NOT NULL,
  version TEXT NOT NULL,
  path TEXT NOT NULL,
  severity TEXT NOT NULL,
  exploited INTEGER NOT NULL,
  malicious INTEGER NOT NULL,
  fixed TEXT,
  title TEXT NOT NULL,
  source TEXT NOT NULL,
  source_age TEXT NOT NULL,
  PRIMARY KEY (origin, host, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE host_changes (
  snapshot_id TEXT PRIMARY KEY,
  previous_snapshot_id TEXT NOT NULL,
  host TEXT NOT NULL,
  origin TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  score_before INTEGER,
  score_after INTEGER,
  appeared_json TEXT NOT NULL,
  resolved_json TEXT NOT NULL,
  lost_sight_json TEXT NOT NULL
) STRICT;
CREATE INDEX host_changes_at ON host_changes (origin, host, at_ms);
`;
