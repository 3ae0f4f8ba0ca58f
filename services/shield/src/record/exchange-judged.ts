import type { ExchangeJudged, Settled } from '@clawnex/proto/events/exchange.ts';
import type { OutgoingEvent } from '@clawnex/shared/bus/make-event.ts';
import type { JudgedBlock } from '../judge/apply-policy.ts';
import type { Check } from '../judge/check.ts';
import type { Judgement } from '../judge/decide.ts';
import { boundedName, type ClientNames } from './bounded-name.ts';
import { chooseEvidence } from './choose-evidence.ts';
import { readCaller } from './read-caller.ts';
import { readTrafficTag, tagEvent } from './read-traffic-tag.ts';

/** Limit of the wire. */
const VERSION_LENGTH_MAX = 32;

/** What was found and decided about a check. */
interface Made {
  readonly eventId: string;
  readonly judgement: Judgement;
  readonly judged: readonly JudgedBlock[];
  readonly settled: Settled | undefined;
  readonly cached: number;
  readonly latency_us: number;
  readonly nowMs: number;
  readonly ruleset: string;
}

/** The record of one judgement: facts, hashes and redacted excerpts, never the text. */
export function exchangeJudged(check: Check, made: Made, names: ClientNames, tagKey: string): OutgoingEvent {
  const { request, blocks, terms } = check;
  const { judgement, nowMs } = made;
  const judged = blocks.flatMap((block, index) => {
    const { scanned = null, found = null, verdict = null } = made.judged[index] ?? {};
    if (scanned === null || verdict === null) return [];
    // What was found is evidence, also where it was made to count for nothing; the score is the one that counted.
    const shown =
      found === null ? scanned : { ...found, result: { ...found.result, score: scanned.result.score } };
    return [{ block, scanned: shown, verdict, index }];
  });
  const caller = readCaller(request, names);
  const session = names.mask(request.litellm_trace_id);
  const model = names.mask(request.model);
  const version = boundedName(request.litellm_version)?.slice(0, VERSION_LENGTH_MAX);
  const data: ExchangeJudged = {
    call_id: check.callId,
    side: request.input_type,
    ...(session === undefined ? {} : { trace_id: session }),
    ...(model === undefined ? {} : { model }),
    caller,
    mode: terms.setting.mode,
    policy_revision: terms.policy.revision,
    ruleset: made.ruleset,
    verdict: judgement.verdict,
    score: judgement.score,
    decision: judgement.decision,
    ...(judgement.reason === undefined ? {} : { reason: judgement.reason }),
    evidence_id: check.id,
    blocks_total: blocks.length,
    blocks_cached: made.cached,
    blocks_redacted: judgement.redacted.length + judgement.cut.length,
    length_total: blocks.reduce((sum, block) => sum + block.text.length, 0),
    blocks: chooseEvidence(judged),
    latency_us: made.latency_us,
    deadline_exceeded: judgement.deadlineExceeded,
    ...(made.settled === undefined ? {} : { settled: made.settled }),
    ...(version === undefined ? {} : { litellm_version: version }),
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
