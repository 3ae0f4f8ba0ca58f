import type { Category, Verdict } from '@clawnex/proto/scan.ts';
import type { Database } from '@clawnex/shared/store/database.ts';

export interface TestExchange {
  readonly call_id: string;
  readonly at_ms: number;
  readonly origin?: 'live' | 'demo' | 'test';
  readonly host?: string;
  readonly agent?: string | null;
  readonly session?: string | null;
  readonly model?: string | null;
  readonly key_alias?: string | null;
  readonly verdict?: Verdict | null;
  readonly decision?: 'passed' | 'observed' | 'blocked' | null;
  readonly rules?: readonly { readonly rule: string; readonly category: Category }[];
}

/** Stores one exchange the way ingest does: row, rules, categories, roll-up and revision in one transaction. */
export function insertExchange(db: Database, exchange: TestExchange): number {
  const { rules = [], verdict = null, origin = 'live', at_ms } = exchange;
  return db
    .transaction(() => {
      const revision = bumpRevision(db);
      const { lastInsertRowid: seq } = db
        .prepare(
          `INSERT INTO exchanges (call_id, revision, at_ms, host, origin, agent, session, model, key_alias, caller_json,
             verdict, score, decision, categories_json, rules_json)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '{}', ?, ?, ?, ?, ?)`,
        )
        .run(
          exchange.call_id,
          revision,
          at_ms,
          exchange.host ?? 'host-a',
          origin,
          exchange.agent ?? null,
          exchange.session ?? null,
          exchange.model ?? null,
          exchange.key_alias ?? null,
          verdict,
          verdict === null ? null : 10,
          exchange.decision ?? null,
          JSON.stringify([...new Set(rules.map(({ category }) => category))]),
          JSON.stringify(rules.map(({ rule }) => rule)),
        );
      for (const { rule, category } of rules) {
        db.prepare("INSERT INTO exchange_rules VALUES (?, ?, ?, 'high', 0.9, ?, ?)").run(
          seq,
          rule,
          category,
          origin,
          at_ms,
        );
        db.prepare('INSERT OR IGNORE INTO exchange_categories VALUES (?, ?, ?, ?)').run(
          seq,
          category,
          origin,
          at_ms,
        );
      }
      db.prepare(
        `INSERT INTO exchange_minutes VALUES (?, ?, ?, 1)
         ON CONFLICT DO UPDATE SET exchanges = exchanges + 1`,
      ).run(origin, at_ms - (at_ms % 60_000), verdict ?? 'unjudged');
      return revision;
    })
    .immediate();
}

/** Gives a stored exchange the next revision, as each change of it does. */
export function changeExchange(db: Database, call_id: string): number {
  return db
    .transaction(() => {
      const revision = bumpRevision(db);
      db.prepare('UPDATE exchanges SET revision = ? WHERE call_id = ?').run(revision, call_id);
      return revision;
    })
    .immediate();
}

function bumpRevision(db: Database): number {
  db.prepare("UPDATE counters SET value = value + 1 WHERE name = 'revision'").run();
  return Number(db.prepare("SELECT value FROM counters WHERE name = 'revision'").pluck().get());
}
