import { Caller } from '@clawnex/proto/events/exchange.ts';
import type { ExchangeDetail } from '@clawnex/proto/http/dashboard/exchanges.ts';
import { ScannedBlock } from '@clawnex/proto/scan.ts';
import { toIso } from '@clawnex/shared/kernel/clock.ts';
import type { Database } from '@clawnex/shared/store/database.ts';
import { prepareQuery } from '@clawnex/shared/store/statement.ts';
import { z } from 'zod';
import {
  findLogThatCounts,
  findRuleSnapshot,
  listJudgements,
  type StoredJudgement,
  type StoredLog,
} from './evidence.sql.ts';
import { toExchangeRow } from './exchange-row.ts';
import { findExchange } from './exchanges.sql.ts';

const Blocks = z.array(ScannedBlock);
type Judgement = ExchangeDetail['judgements'][number];

/** Prepares the reading of one exchange with its evidence; null where there is no such call. All from one snapshot. */
export function prepareEvidence(db: Database): (call_id: string) => ExchangeDetail | null {
  const exchange = prepareQuery(db, findExchange);
  const judgements = prepareQuery(db, listJudgements);
  const log = prepareQuery(db, findLogThatCounts);
  const rule = prepareQuery(db, findRuleSnapshot);

  const read = (call_id: string): ExchangeDetail | null => {
    const stored = exchange.get({ call_id });
    if (stored === undefined) return null;
    const judged = judgements.all({ exchange: stored.seq }).map(toJudgement);
    const logged = log.get({ exchange: stored.seq });
    return {
      row: toExchangeRow(stored),
      caller: Caller.parse(JSON.parse(stored.caller_json)),
      judgements: judged,
      log: logged === undefined ? null : toLogView(logged),
      rules: citedRules(judged).flatMap((cited) => {
        const found = rule.get(cited);
        return found === undefined ? [] : [{ ...withoutRule(found), id: found.rule }];
      }),
    };
  };
  return db.transaction(read);
}

/** Each rule once, as the ruleset of its latest judgement had it. */
function citedRules(judgements: readonly Judgement[]): { ruleset: string; rule: string }[] {
  const rulesets = new Map<string, string>();
  for (const { ruleset, blocks } of judgements)
    for (const { detections } of blocks) for (const { rule } of detections) rulesets.set(rule, ruleset);
  return [...rulesets].map(([rule, ruleset]) => ({ rule, ruleset }));
}

function withoutRule<Row extends { rule: string }>({ rule: _rule, ...rest }: Row): Omit<Row, 'rule'> {
  return rest;
}

function toJudgement(stored: StoredJudgement): Judgement {
  const { event_id, at_ms, deadline_exceeded, blocks_json, ...rest } = stored;
  return {
    ...rest,
    id: event_id,
    at: toIso(at_ms),
    deadline_exceeded: deadline_exceeded !== 0,
    blocks: Blocks.parse(JSON.parse(blocks_json)),
  };
}

function toLogView(stored: StoredLog): ExchangeDetail['log'] {
  const { stream, started_at_ms, ended_at_ms, first_token_at_ms, ...rest } = stored;
  return {
    ...rest,
    stream: stream === null ? null : stream !== 0,
    started_at: toIso(started_at_ms),
    ended_at: toIso(ended_at_ms),
    first_token_at: first_token_at_ms === null ? null : toIso(first_token_at_ms),
  };
}
