import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { AgentDatabase } from '@clawnex/watcher/src/testing/agent-database.ts';

/** Session logs that real runtimes wrote against a fake model server; long texts are cut, made-up secrets shortened. */
const SESSIONS = join(import.meta.dirname, 'sessions');

const WRITTEN = new Date('2026-11-22T14:00:00Z');

export const SETS = [
  'openclaw-2026.1.29',
  'openclaw-2026.3.13',
  'openclaw-2026.7.1',
  'openclaw-2026.9.6',
  'claude-code',
  'codex',
  'gemini-cli',
  'opencode',
  'hermes',
] as const;
export type SampleSet = (typeof SETS)[number];

/** A copy of the runtime's home in a new folder, with databases where the runtime has some. */
export function makeHome(set: SampleSet): string {
  const home = mkdtempSync(join(tmpdir(), `clawnex-${set}-`));
  if (set === 'openclaw-2026.9.6') fillAgents(home);
  else if (set === 'opencode') fillTables(join(home, 'opencode.db'), OPENCODE_TABLES, set);
  else if (set === 'hermes') fillTables(join(home, 'state.db'), HERMES_TABLES, set);
  else cpSync(join(SESSIONS, set), home, { recursive: true });
  // Logs are read oldest first: equally old here, they come in the order of their names.
  for (const entry of readdirSync(home, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) utimesSync(join(entry.parentPath, entry.name), WRITTEN, WRITTEN);
  }
  return home;
}

function fillAgents(home: string): void {
  const folder = join(SESSIONS, 'openclaw-2026.9.6');
  for (const agent of readdirSync(folder).sort()) {
    const database = new AgentDatabase(home, agent);
    for (const file of readdirSync(join(folder, agent)).sort()) {
      for (const event of readLines(join(folder, agent, file)))
        database.append(file.replace('.jsonl', ''), event);
    }
    database.close();
  }
}

/** The columns that are read, as the runtime declares them. */
const OPENCODE_TABLES: Readonly<Record<string, string>> = {
  session:
    'id TEXT PRIMARY KEY, parent_id TEXT, directory TEXT, title TEXT, version TEXT, time_created INTEGER, time_updated INTEGER',
  message: 'id TEXT PRIMARY KEY, session_id TEXT, time_created INTEGER, time_updated INTEGER, data TEXT',
  part: 'id TEXT PRIMARY KEY, message_id TEXT, session_id TEXT, time_created INTEGER, time_updated INTEGER, data TEXT',
};

const HERMES_TABLES: Readonly<Record<string, string>> = {
  sessions: `id TEXT PRIMARY KEY, source TEXT, user_id TEXT, model TEXT, system_prompt TEXT, parent_session_id TEXT,
    started_at REAL, ended_at REAL, end_reason TEXT, message_count INTEGER, tool_call_count INTEGER,
    input_tokens INTEGER, output_tokens INTEGER, cache_read_tokens INTEGER, cache_write_tokens INTEGER,
    reasoning_tokens INTEGER, estimated_cost_usd REAL, actual_cost_usd REAL`,
  messages: `id INTEGER PRIMARY KEY AUTOINCREMENT, session_id TEXT, role TEXT, content TEXT, tool_call_id TEXT,
    tool_calls TEXT, tool_name TEXT, timestamp REAL, token_count INTEGER, finish_reason TEXT, reasoning TEXT,
    active INTEGER DEFAULT 1, compacted INTEGER DEFAULT 0`,
  session_model_usage: `session_id TEXT, model TEXT, billing_provider TEXT DEFAULT '', task TEXT DEFAULT '',
    api_call_count INTEGER, input_tokens INTEGER, output_tokens INTEGER, cache_read_tokens INTEGER,
    cache_write_tokens INTEGER, reasoning_tokens INTEGER, estimated_cost_usd REAL, actual_cost_usd REAL,
    first_seen REAL, last_seen REAL, PRIMARY KEY (session_id, model, billing_provider, task)`,
};

function fillTables(path: string, tables: Readonly<Record<string, string>>, set: string): void {
  mkdirSync(join(path, '..'), { recursive: true });
  const db = new DatabaseSync(path);
  db.exec('PRAGMA journal_mode = WAL');
  for (const [table, columns] of Object.entries(tables)) {
    db.exec(`CREATE TABLE ${table} (${columns})`);
    for (const row of readLines(join(SESSIONS, set, `${table}.jsonl`))) {
      const names = Object.keys(row);
      // The samples hold texts, numbers and nulls only.
      const values = Object.values(row) as SQLInputValue[];
      db.prepare(`INSERT INTO ${table} (${names}) VALUES (${names.map(() => '?')})`).run(...values);
    }
  }
  db.close();
}

function readLines(path: string): object[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as object);
}
