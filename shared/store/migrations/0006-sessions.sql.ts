/** Sessions as agents' own logs tell of them, what their calls cost, which of them the proxy saw, and what changed around them. */
export const sql = `
CREATE TABLE agent_sessions (
  seq INTEGER PRIMARY KEY,
  revision INTEGER NOT NULL,
  host TEXT NOT NULL,
  origin TEXT NOT NULL,
  instance TEXT NOT NULL,
  session TEXT NOT NULL,
  agent TEXT,
  log_source TEXT NOT NULL,
  first_at_ms INTEGER NOT NULL,
  last_at_ms INTEGER NOT NULL,
  ended_at_ms INTEGER,
  turns INTEGER NOT NULL DEFAULT 0,
  tool_calls INTEGER NOT NULL DEFAULT 0,
  errors INTEGER NOT NULL DEFAULT 0,
  -- Of scans that found something.
  verdict TEXT,
  score INTEGER,
  UNIQUE (host, instance, session)
) STRICT;
CREATE UNIQUE INDEX agent_sessions_revision ON agent_sessions (revision);
CREATE INDEX agent_sessions_last ON agent_sessions (origin, last_at_ms);

-- One row for each answer of a model (or total of a session) that a log tells of: told again, it replaces its amounts.
CREATE TABLE session_usage (
  seq INTEGER PRIMARY KEY,
  revision INTEGER NOT NULL,
  host TEXT NOT NULL,
  origin TEXT NOT NULL,
  instance TEXT NOT NULL,
  usage_key TEXT NOT NULL,
  session TEXT NOT NULL,
  agent TEXT,
  log_source TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  entry_id TEXT NOT NULL,
  model TEXT,
  provider TEXT,
  response_id TEXT,
  cumulative INTEGER NOT NULL,
  input_tokens INTEGER,
  output_tokens INTEGER,
  cache_read_tokens INTEGER,
  cache_write_tokens INTEGER,
  reasoning_tokens INTEGER,
  cost_microusd INTEGER,
  -- The proxy's exchange of the same answer; null while none is known.
  call_id TEXT,
  matched_by TEXT,
  UNIQUE (host, instance, usage_key)
) STRICT;
CREATE INDEX session_usage_session ON session_usage (host, instance, session, at_ms);
CREATE INDEX session_usage_response ON session_usage (response_id) WHERE response_id IS NOT NULL AND call_id IS NULL;
CREATE INDEX session_usage_origin ON session_usage (origin, at_ms);
CREATE INDEX session_usage_open ON session_usage (origin, at_ms) WHERE call_id IS NULL AND cumulative = 0;

-- Answers as the proxy saw them, to be matched with what logs tell. usage is the row they were matched with.
CREATE TABLE proxy_answers (
  call_id TEXT PRIMARY KEY,
  host TEXT NOT NULL,
  origin TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  response_id TEXT,
  session TEXT,
  model TEXT,
  prompt_tokens INTEGER,
  completion_tokens INTEGER,
  usage INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX proxy_answers_response ON proxy_answers (response_id) WHERE response_id IS NOT NULL AND usage IS NULL;
CREATE INDEX proxy_answers_origin ON proxy_answers (origin, at_ms);
CREATE INDEX proxy_answers_open ON proxy_answers (origin, completion_tokens, at_ms) WHERE usage IS NULL;

-- Changes of what agents run on: boot files, skills, prompts, tools, configuration, approvals, jobs, pairings.
CREATE TABLE runtime_changes (
  seq INTEGER PRIMARY KEY,
  event_id TEXT NOT NULL UNIQUE,
  revision INTEGER NOT NULL,
  at_ms INTEGER NOT NULL,
  host TEXT NOT NULL,
  origin TEXT NOT NULL,
  instance TEXT,
  agent TEXT,
  what TEXT NOT NULL,
  name TEXT NOT NULL,
  change TEXT NOT NULL,
  by TEXT,
  before_hash TEXT,
  after_hash TEXT,
  diff TEXT,
  detail TEXT
) STRICT;
CREATE INDEX runtime_changes_at ON runtime_changes (origin, at_ms);
`;
