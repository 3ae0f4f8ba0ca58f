/** What the trust audit says beyond a finding's words, what changed from run to run, and risks that were accepted. */
export const sql = `
CREATE TABLE trust_details (
  origin TEXT NOT NULL,
  host TEXT NOT NULL,
  finding_id TEXT NOT NULL,
  seen_at_ms INTEGER NOT NULL,
  -- Names what was found: an acceptance holds as long as it stays.
  state TEXT NOT NULL,
  detail_json TEXT NOT NULL,
  PRIMARY KEY (origin, host, finding_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE trust_changes (
  snapshot_id TEXT PRIMARY KEY,
  host TEXT NOT NULL,
  origin TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  change_json TEXT NOT NULL
) STRICT;
CREATE INDEX trust_changes_at ON trust_changes (origin, at_ms);

-- Written by dashboard-api. One row for each finding: a new acceptance takes the place of the old one, the audit trail keeps both.
CREATE TABLE risk_acceptances (
  host TEXT NOT NULL,
  finding_id TEXT NOT NULL,
  state TEXT NOT NULL,
  reason TEXT NOT NULL,
  owner TEXT NOT NULL,
  accepted_by TEXT NOT NULL,
  accepted_at_ms INTEGER NOT NULL,
  expires_at_ms INTEGER NOT NULL,
  revoked_at_ms INTEGER,
  PRIMARY KEY (host, finding_id)
) STRICT, WITHOUT ROWID;
`;
