import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { LogReader } from '../testing/log-reader.ts';

describe('a database of Hermes', () => {
  let home = '';
  let db: DatabaseSync;
  let reader: LogReader;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'clawnex-hermes-'));
    db = new DatabaseSync(join(home, 'state.db'));
    db.exec(`PRAGMA journal_mode = WAL;
      CREATE TABLE sessions (id TEXT PRIMARY KEY, source TEXT, model TEXT, started_at REAL, ended_at REAL, input_tokens INTEGER,
        output_tokens INTEGER, estimated_cost_usd REAL, actual_cost_usd REAL, a_new_column TEXT);
      CREATE TABLE messages (id INTEGER PRIMARY KEY AUTOINCREMENT, session_id TEXT, role TEXT, content TEXT, tool_calls TEXT,
        tool_call_id TEXT, tool_name TEXT, timestamp REAL);
      INSERT INTO sessions VALUES ('s', 'cli', 'm', 1000.5, NULL, 10, 2, 0.25, 0, 'x');`);
    reader = new LogReader(home);
  });
  afterEach(() => {
    db.close();
    rmSync(home, { recursive: true, force: true });
  });
  const say = (role: string, content: string, calls: string | null = null) =>
    db
      .prepare('INSERT INTO messages VALUES (NULL, ?, ?, ?, ?, NULL, NULL, 1001.25)')
      .run('s', role, content, calls);
  const told = () =>
    reader.items.splice(0).map((item) => [item.kind, item.text ?? item.tool ?? item.tokens?.output ?? null]);

  test('tells new messages once, and totals when they change', async () => {
    say('user', 'hi');
    await reader.pass();
    assert.deepEqual(told(), [
      ['session', null],
      ['usage', 2],
      ['turn', 'hi'],
    ]);
    say(
      'assistant',
      'running',
      '[{"id":"c","function":{"name":"terminal","arguments":"{\\"command\\":\\"ls\\"}"}}]',
    );
    db.exec(`UPDATE sessions SET output_tokens = 9`);
    await reader.pass();
    assert.deepEqual(told(), [
      ['turn', 'running'],
      ['tool_call', 'terminal'],
      ['session', null],
      ['usage', 9],
    ]);
    await reader.pass();
    assert.deepEqual(told(), []);
    db.exec(`UPDATE sessions SET ended_at = 1005, actual_cost_usd = 0.5`);
    await reader.pass();
    const last = reader.items.find((item) => item.kind === 'usage');
    assert.deepEqual([last?.cost_usd, last?.cumulative], [0.5, true]);
    assert.ok(reader.items.some((item) => item.kind === 'ended' && item.time_ms === 1_005_000));
  });

  test('goes on after a restart: messages are not told again, totals under the same key', async () => {
    say('user', 'one');
    await reader.pass();
    const before = reader.keys;
    reader.items.splice(0);
    reader.forget();
    say('user', 'two');
    await reader.pass();
    const turns = reader.items.filter((item) => item.kind === 'turn');
    assert.deepEqual(
      turns.map((item) => item.text),
      ['two'],
    );
    assert.ok(reader.items.filter((item) => item.kind !== 'turn').every((item) => before.has(item.key)));
  });
});
