/** Exchanges and their evidence, written by ingest. Times are epoch milliseconds; columns ending in `_json` are never filtered on. */
export const sql = `
-- revision: rises with every change of a live row. exchange_seq: last number given to an exchange, never given twice.
CREATE TABLE counters (
  name TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO counters (name, value) VALUES ('revision', 0), ('exchange_seq', 0);

-- Every event ever applied (16 bytes of its UUID): what is in here is not applied again.
CREATE TABLE event_ids (
  seq INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  stored_at_ms INTEGER NOT NULL
) STRICT;

-- One row per model call, rebuilt from its judgements and log records whenever one of them arrives.
CREATE TABLE exchanges (
  seq INTEGER PRIMARY KEY,
  call_id TEXT NOT NULL UNIQUE,
  revision INTEGER NOT NULL,
  at_ms INTEGER NOT NULL,
  host TEXT NOT NULL,
  origin TEXT NOT NULL,
  instance TEXT,
  agent TEXT,
  session TEXT,
  model TEXT,
  provider TEXT,
  key_alias TEXT,
  caller_json TEXT NOT NULL,
  verdict TEXT,
  score INTEGER,
  decision TEXT,
  categories_json TEXT NOT NULL,
  rules_json TEXT NOT NULL,
  request_at_ms INTEGER,
  request_verdict TEXT,
  request_score INTEGER,
  request_decision TEXT,
  request_latency_us INTEGER,
  response_at_ms INTEGER,
  response_verdict TEXT,
  response_score INTEGER,
  response_decision TEXT,
  response_latency_us INTEGER,
  log_status TEXT,
  log_duration_ms INTEGER,
  prompt_tokens INTEGER,
  completion_tokens INTEGER,
  cost_microusd INTEGER,
  cost_trust TEXT
) STRICT;
CREATE UNIQUE INDEX exchanges_revision ON exchanges (revision);
CREATE INDEX exchanges_at ON exchanges (at_ms);
CREATE INDEX exchanges_origin ON exchanges (origin, at_ms);
CREATE INDEX exchanges_verdict ON exchanges (origin, verdict, at_ms);
CREATE INDEX exchanges_decision ON exchanges (origin, decision, at_ms);
CREATE INDEX exchanges_host ON exchanges (origin, host, at_ms);
CREATE INDEX exchanges_model ON exchanges (origin, model, at_ms) WHERE model IS NOT NULL;
CREATE INDEX exchanges_agent ON exchanges (origin, agent, at_ms) WHERE agent IS NOT NULL;
CREATE INDEX exchanges_session ON exchanges (origin, session, at_ms) WHERE session IS NOT NULL;
CREATE INDEX exchanges_key ON exchanges (origin, key_alias, at_ms) WHERE key_alias IS NOT NULL;

-- Rules and categories that fired anywhere in an exchange; at_ms and origin are the exchange's, for filtering by index.
CREATE TABLE exchange_rules (
  exchange INTEGER NOT NULL REFERENCES exchanges (seq) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  rule TEXT NOT NULL,
  category TEXT NOT NULL,
  severity TEXT NOT NULL,
  confidence REAL NOT NULL,
  origin TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  PRIMARY KEY (exchange, rule)
) STRICT, WITHOUT ROWID;
CREATE INDEX exchange_rules_rule ON exchange_rules (origin, rule, at_ms, exchange);
CREATE TABLE exchange_categories (
  exchange INTEGER NOT NULL REFERENCES exchanges (seq) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  category TEXT NOT NULL,
  origin TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  PRIMARY KEY (exchange, category)
) STRICT, WITHOUT ROWID;
CREATE INDEX exchange_categories_category ON exchange_categories (origin, category, at_ms, exchange);

-- Exchanges per minute of at_ms; verdict is 'unjudged' while neither side was judged.
CREATE TABLE exchange_minutes (
  origin TEXT NOT NULL,
  minute_ms INTEGER NOT NULL,
  verdict TEXT NOT NULL,
  exchanges INTEGER NOT NULL,
  PRIMARY KEY (origin, minute_ms, verdict)
) STRICT, WITHOUT ROWID;

-- Evidence: each judgement of each side, as the shield reported it.
CREATE TABLE judgements (
  seq INTEGER PRIMARY KEY,
  event_id TEXT NOT NULL,
  exchange INTEGER NOT NULL REFERENCES exchanges (seq) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  at_ms INTEGER NOT NULL,
  side TEXT NOT NULL,
  host TEXT NOT NULL,
  origin TEXT NOT NULL,
  instance TEXT,
  agent TEXT,
  session TEXT,
  model TEXT,
  caller_json TEXT NOT NULL,
  mode TEXT NOT NULL,
  policy_revision INTEGER NOT NULL,
  ruleset TEXT NOT NULL,
  verdict TEXT NOT NULL,
  score INTEGER NOT NULL,
  decision TEXT NOT NULL,
  reason TEXT,
  evidence_id TEXT NOT NULL,
  blocks_total INTEGER NOT NULL,
  blocks_cached INTEGER NOT NULL,
  blocks_redacted INTEGER NOT NULL,
  length_total INTEGER NOT NULL,
  latency_us INTEGER NOT NULL,
  deadline_exceeded INTEGER NOT NULL,
  blocks_json TEXT NOT NULL
) STRICT;
CREATE INDEX judgements_exchange ON judgements (exchange, at_ms);
CREATE INDEX judgements_evidence ON judgements (evidence_id);

-- Evidence: each of LiteLLM's records of a call (a retried call has several).
CREATE TABLE log_records (
  seq INTEGER PRIMARY KEY,
  event_id TEXT NOT NULL,
  exchange INTEGER NOT NULL REFERENCES exchanges (seq) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  host TEXT NOT NULL,
  origin TEXT NOT NULL,
  instance TEXT,
  agent TEXT,
  session TEXT,
  status TEXT NOT NULL,
  call_type TEXT,
  model TEXT,
  model_group TEXT,
  provider TEXT,
  stream INTEGER,
  started_at_ms INTEGER NOT NULL,
  ended_at_ms INTEGER NOT NULL,
  first_token_at_ms INTEGER,
  prompt_tokens INTEGER,
  completion_tokens INTEGER,
  cache_read_tokens INTEGER,
  cache_write_tokens INTEGER,
  reasoning_tokens INTEGER,
  cost_microusd INTEGER,
  cost_trust TEXT NOT NULL,
  cache_hit INTEGER,
  caller_json TEXT NOT NULL,
  error_class TEXT,
  error_code TEXT
) STRICT;
CREATE INDEX log_records_exchange ON log_records (exchange);
CREATE INDEX log_records_started ON log_records (origin, started_at_ms);

-- What rules looked for, by ruleset version: an old detection stays explained after the rule changed.
CREATE TABLE rule_snapshots (
  ruleset TEXT NOT NULL,
  rule TEXT NOT NULL,
  title TEXT NOT NULL,
  category TEXT NOT NULL,
  severity TEXT NOT NULL,
  why TEXT NOT NULL,
  verify TEXT NOT NULL,
  atlas_json TEXT NOT NULL,
  owasp_json TEXT NOT NULL,
  PRIMARY KEY (ruleset, rule)
) STRICT, WITHOUT ROWID;
`;
