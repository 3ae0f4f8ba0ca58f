import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, test } from 'node:test';
import fc from 'fast-check';
import { LogReader } from '../testing/log-reader.ts';

/** A database as opencode keeps it: the columns that are read. */
class OpencodeDatabase {
  readonly db: DatabaseSync;
  #time = 1_000;

  constructor(home: string) {
    this.db = new DatabaseSync(join(home, 'opencode.db'));
    this.db.exec(`PRAGMA journal_mode = WAL;
      CREATE TABLE session (id TEXT PRIMARY KEY, parent_id TEXT, time_created INTEGER, time_updated INTEGER);
      CREATE TABLE message (id TEXT PRIMARY KEY, session_id TEXT, time_created INTEGER, time_updated INTEGER, data TEXT);
      CREATE TABLE part (id TEXT PRIMARY KEY, message_id TEXT, session_id TEXT, time_created INTEGER, time_updated INTEGER, data TEXT);
      INSERT INTO session VALUES ('s', NULL, 1, 1);`);
  }

  message(id: string, data: object): void {
    this.#time += 1;
    this.db
      .prepare(
        `INSERT INTO message VALUES (?, 's', ?, ?, ?) ON CONFLICT DO UPDATE SET data = excluded.data, time_updated = excluded.time_updated`,
      )
      .run(id, this.#time, this.#time, JSON.stringify(data));
  }

  part(id: string, message: string, data: object): void {
    this.#time += 1;
    this.db
      .prepare(
        `INSERT INTO part VALUES (?, ?, 's', ?, ?, ?) ON CONFLICT DO UPDATE SET data = excluded.data, time_updated = excluded.time_updated`,
      )
      .run(id, message, this.#time, this.#time, JSON.stringify(data));
  }

  /** What a model does in one message, in the steps in which opencode writes it. */
  steps(n: number): (() => void)[] {
    const message = `m-${n}`;
    const tool = (status: string, more: object = {}) => ({
      type: 'tool',
      tool: 'bash',
      callID: `c-${n}`,
      state: { status, ...more },
    });
    const input = { command: `echo ${n}` };
    const tokens = { input: n, output: 1, cache: { read: 0, write: 0 } };
    return [
      () => this.message(message, { role: 'assistant', modelID: 'm', time: { created: 1 } }),
      () => this.part(`p-${n}-text`, message, { type: 'text', text: 'On', time: { start: 1 } }),
      () =>
        this.part(`p-${n}-text`, message, { type: 'text', text: `On it ${n}.`, time: { start: 1, end: 2 } }),
      () => this.part(`p-${n}-tool`, message, tool('pending')),
      () => this.part(`p-${n}-tool`, message, tool('running', { input })),
      () => this.part(`p-${n}-tool`, message, tool('completed', { input, output: `${n}` })),
      () => this.part(`p-${n}-end`, message, { type: 'step-finish', tokens, cost: 0.5 }),
      () =>
        this.message(message, {
          role: 'assistant',
          modelID: 'm',
          tokens,
          cost: 0.5,
          time: { created: 1, completed: 2 },
        }),
    ];
  }
}

describe('a database of opencode', () => {
  let home = '';
  let agent: OpencodeDatabase;
  let reader: LogReader;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'clawnex-opencode-'));
    agent = new OpencodeDatabase(home);
    reader = new LogReader(home);
  });
  afterEach(() => {
    agent.db.close();
    rmSync(home, { recursive: true, force: true });
  });

  /** Facts by kind, each key once, as a store keeps them. */
  const facts = (of: LogReader) => {
    const kept = new Map(of.items.filter((item) => item.kind !== 'note').map((item) => [item.key, item]));
    return [...kept.values()]
      .map((item) => `${item.kind} ${item.tool ?? item.tokens?.input ?? ''}`.trim())
      .sort();
  };
  const expected = (messages: readonly number[]) =>
    [
      'session',
      ...messages.flatMap((n) => ['turn', 'tool_call bash', 'tool_result bash', `usage ${n}`]),
    ].sort();

  test('tells what a message becomes while it is written, each fact once', async () => {
    for (const step of agent.steps(7)) {
      step();
      await reader.pass();
    }
    assert.deepEqual(facts(reader), expected([7]));
    assert.ok(reader.texts.includes('On it 7.'));
    assert.ok(!reader.texts.includes('On'));
    const count = reader.items.length;
    await reader.pass();
    assert.equal(reader.items.length, count);
  });

  test('that was vacuumed, or lost rows, is read on', async () => {
    for (const n of [1, 2, 3]) for (const step of agent.steps(n)) step();
    await reader.pass();
    agent.db.exec(`DELETE FROM part WHERE message_id = 'm-1'; DELETE FROM message WHERE id = 'm-1'; VACUUM`);
    for (const step of agent.steps(4)) step();
    await reader.pass();
    assert.deepEqual(facts(reader), expected([1, 2, 3, 4]));
  });

  test('read between any of its writes, crashes and restarts tells each fact', async () => {
    const action = fc.oneof(
      { weight: 6, arbitrary: fc.constant('write') },
      { weight: 3, arbitrary: fc.constant('pass') },
      { weight: 1, arbitrary: fc.constantFrom('crash', 'restart', 'vacuum') },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 50 }), async (actions) => {
        const folder = mkdtempSync(join(tmpdir(), 'clawnex-opencode-'));
        const writer = new OpencodeDatabase(folder);
        const every = new LogReader(folder);
        try {
          const steps = [1, 2, 3, 4].flatMap((n) => writer.steps(n));
          for (const each of actions) {
            if (each === 'write') steps.shift()?.();
            else if (each === 'vacuum') writer.db.exec('VACUUM');
            else if (each === 'restart') every.forget();
            else await every.pass(each === 'crash');
          }
          for (const step of steps) step();
          await every.pass();
          assert.deepEqual(facts(every), expected([1, 2, 3, 4]));
        } finally {
          writer.db.close();
          rmSync(folder, { recursive: true, force: true });
        }
      }),
      { numRuns: 60 },
    );
  });
});
