/** What operators decide about enforcement, and what the shield says of it. */
export const sql = `
-- The whole policy of a version as JSON; absent in versions from before there was more than the columns.
ALTER TABLE policy_versions ADD COLUMN document_json TEXT;

-- Exceptions, stops, reviews, break-glass, own rules, canaries: each a document of which every version is kept.
CREATE TABLE control_versions (
  kind TEXT NOT NULL,
  revision INTEGER NOT NULL,
  value_json TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  by TEXT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (kind, revision)
) STRICT, WITHOUT ROWID;

-- Why a judgement was decided so, and the review it waits for or passed by.
ALTER TABLE judgements ADD COLUMN settled_json TEXT;
ALTER TABLE judgements ADD COLUMN review_id TEXT;
ALTER TABLE judgements ADD COLUMN break_glass_id TEXT;
CREATE INDEX judgements_review ON judgements (review_id, at_ms) WHERE review_id IS NOT NULL;
CREATE INDEX judgements_break_glass ON judgements (break_glass_id) WHERE break_glass_id IS NOT NULL;

CREATE TABLE exception_hits (
  exception_id TEXT PRIMARY KEY,
  hits INTEGER NOT NULL,
  last_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Beginnings and endings, as the shield told them by its own clock.
CREATE TABLE enforcement_changes (
  event_id TEXT PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  host TEXT NOT NULL,
  origin TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  state TEXT NOT NULL,
  name TEXT,
  reason TEXT NOT NULL,
  by TEXT NOT NULL,
  until_ms INTEGER,
  bypassed INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX enforcement_changes_at ON enforcement_changes (origin, at_ms);

-- Runs of the shield tests and of the self-test.
CREATE TABLE shield_test_runs (
  run_id TEXT PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  by TEXT NOT NULL,
  policy_revision INTEGER NOT NULL,
  ruleset TEXT NOT NULL,
  cases_total INTEGER NOT NULL,
  cases_failed INTEGER NOT NULL,
  results_json TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX shield_test_runs_at ON shield_test_runs (at_ms);
CREATE TABLE shield_test_cases (
  case_id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  case_json TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  by TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`;
