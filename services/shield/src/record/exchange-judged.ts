import type { ExchangeJudged } from '@clawnex/proto/events/exchange.ts';
import type { OutgoingEvent } from '@clawnex/shared/bus/make-event.ts';
import type { Check } from '../judge/check.ts';
import { type Judgement, raiseVerdict } from '../judge/decide.ts';
import type { Scanned } from '../scan/scanned.ts';
import type { ClientNames } from './bounded-name.ts';
import { chooseEvidence } from './choose-evidence.ts';
import { readCaller } from './read-caller.ts';
import { readTrafficTag, tagEvent } from './read-traffic-tag.ts';

/** What was found and decided about a check. */
interface Made {
  readonly eventId: string;
  readonly judgement: Judgement;
  readonly scanned: readonly (Scanned | null)[];
  readonly cached: number;
  readonly latency_us: number;
  readonly nowMs: number;
  readonly ruleset: string;
}

/** The record of one judgement: facts, hashes and redacted excerpts, never the text. */
export function exchangeJudged(check: Check, made: Made, names: ClientNames, tagKey: string): OutgoingEvent {
  const { request, blocks, policy } = check;
  const { judgement, nowMs } = made;
  const judged = blocks.flatMap((block, index) => {
    const scanned = made.scanned[index] ?? null;
    return scanned === null ? [] : [{ block, scanned, verdict: raiseVerdict(scanned.result, policy), index }];
  });
  const caller = readCaller(request, names);
  const session = names.mask(request.litellm_trace_id);
  const model = names.mask(request.model);
  const data: ExchangeJudged = {
    call_id: check.callId,
    side: request.input_type,
    ...(session === undefined ? {} : { trace_id: session }),
    ...(model === undefined ? {} : { model }),
    caller,
    mode: policy.mode,
    policy_revision: policy.revision,
    ruleset: made.ruleset,
    verdict: judgement.verdict,
    score: judgement.score,
    decision: judgement.decision,
    ...(judgement.reason === undefined ? {} : { reason: judgement.reason }),
    evidence_id: check.id,
    blocks_total: blocks.length,
    blocks_cached: made.cached,
    blocks_redacted: judgement.redacted.length,
    length_total: blocks.reduce((sum, block) => sum + block.text.length, 0),
    blocks: chooseEvidence(judged),
    latency_us: made.latency_us,
    deadline_exceeded: judgement.deadlineExceeded,
  };
  const tag = readTrafficTag(request, tagKey, nowMs);
  return {
    type: 'exchange.judged',
    data,
    id: made.eventId,
    ...tagEvent(tag, nowMs),
    agent: caller.key_alias,
    session,
    exchange: check.callId,
  };
}
