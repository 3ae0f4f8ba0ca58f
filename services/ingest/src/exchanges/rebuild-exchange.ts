import type { Database } from '@clawnex/shared/store/database.ts';
import { prepareQuery, prepareWrite } from '@clawnex/shared/store/statement.ts';
import type { Batch } from '../store/batch.ts';
import { combineEvidence } from './combine-evidence.ts';
import { prepareMinuteCounts } from './count-minutes.ts';
import {
  type IndexedPart,
  insertExchange,
  insertExchangeCategory,
  insertExchangeRule,
  readIndexedPart,
  readRuleHits,
  updateExchange,
  updateExchangeDetails,
} from './exchange.sql.ts';
import { readJudgements } from './judgement.sql.ts';
import { readLogRecords } from './log-record.sql.ts';
import { rankRules } from './rank-rules.ts';

/** Rebuilds the rows of a batch's dirty exchanges from their evidence, with everything that is counted from them. */
export function prepareRebuild(db: Database): (batch: Batch) => void {
  const judgements = prepareQuery(db, readJudgements);
  const logs = prepareQuery(db, readLogRecords);
  const hits = prepareQuery(db, readRuleHits);
  const indexed = prepareQuery(db, readIndexedPart);
  const insert = prepareWrite(db, insertExchange);
  const update = prepareWrite(db, updateExchange);
  const updateDetails = prepareWrite(db, updateExchangeDetails);
  const insertRule = prepareWrite(db, insertExchangeRule);
  const insertCategory = prepareWrite(db, insertExchangeCategory);
  const minutes = prepareMinuteCounts(db);

  function rebuild(callId: string, seq: number, revision: number): void {
    const exchange = { exchange: seq };
    const ruleHits = hits.all(exchange);
    const content = combineEvidence(judgements.all(exchange), logs.all(exchange), ruleHits);
    const { rules, categories, ...columns } = content;
    const row = {
      ...columns,
      seq,
      revision,
      rules_json: JSON.stringify(rules),
      categories_json: JSON.stringify(categories),
    };
    const before = indexed.get({ seq });
    if (before === undefined) {
      insert({ ...row, call_id: callId });
      minutes.add(content);
    } else if (sameIndexed(before, content)) {
      updateDetails(row);
    } else {
      update(row);
      minutes.remove(before);
      minutes.add(content);
    }
    const { origin, at_ms } = content;
    for (const hit of rankRules(ruleHits).hits) insertRule({ ...exchange, ...hit, origin, at_ms });
    for (const category of categories) insertCategory({ ...exchange, category, origin, at_ms });
  }

  return (batch) => {
    for (const [callId, seq] of batch.dirty) rebuild(callId, seq, batch.nextRevision('exchanges'));
  };
}

function sameIndexed(before: IndexedPart, after: IndexedPart): boolean {
  return (
    before.at_ms === after.at_ms &&
    before.host === after.host &&
    before.origin === after.origin &&
    before.agent === after.agent &&
    before.session === after.session &&
    before.model === after.model &&
    before.key_alias === after.key_alias &&
    before.verdict === after.verdict &&
    before.decision === after.decision
  );
}
