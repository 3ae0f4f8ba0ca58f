import type { ReceivedEvent } from '@clawnex/shared/bus/consume.ts';
import type { Database } from '@clawnex/shared/store/database.ts';
import { prepareWrite } from '@clawnex/shared/store/statement.ts';
import { prepareDetections } from '../detections/store-detections.ts';
import type { Batch } from '../store/batch.ts';
import { prepareExchangeNumber } from './exchange-number.ts';
import { countExceptionHit, insertJudgement } from './judgement.sql.ts';

/** Keeps a judgement as evidence of its exchange. */
export function prepareJudgements(db: Database) {
  const numberOf = prepareExchangeNumber(db);
  const insert = prepareWrite(db, insertJudgement);
  const countHit = prepareWrite(db, countExceptionHit);
  const storeDetections = prepareDetections(db);
  return ({ envelope, data }: ReceivedEvent<'exchange.judged'>, batch: Batch): void => {
    const { seq } = insert({
      event_id: envelope.id,
      exchange: numberOf(data.call_id, batch),
      at_ms: envelope.time,
      side: data.side,
      host: envelope.host,
      origin: envelope.origin,
      instance: envelope.instance ?? null,
      agent: envelope.agent ?? null,
      session: envelope.session ?? data.trace_id ?? null,
      model: data.model ?? null,
      caller_json: JSON.stringify(data.caller),
      mode: data.mode,
      policy_revision: data.policy_revision,
      ruleset: data.ruleset,
      verdict: data.verdict,
      score: data.score,
      decision: data.decision,
      reason: data.reason ?? null,
      evidence_id: data.evidence_id,
      blocks_total: data.blocks_total,
      blocks_cached: data.blocks_cached,
      blocks_redacted: data.blocks_redacted,
      length_total: data.length_total,
      latency_us: data.latency_us,
      deadline_exceeded: data.deadline_exceeded ? 1 : 0,
      blocks_json: JSON.stringify(data.blocks),
      settled_json: data.settled === undefined ? null : JSON.stringify(data.settled),
      review_id: data.settled?.review ?? null,
      break_glass_id: data.settled?.break_glass ?? null,
    });
    for (const exception_id of data.settled?.exceptions ?? [])
      countHit({ exception_id, at_ms: envelope.time });
    storeDetections({ judgement: seq }, envelope, data.blocks);
  };
}
