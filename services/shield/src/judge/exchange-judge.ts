import type { GuardrailResponse } from '@clawnex/proto/http/shield.ts';
import type { Policy } from '@clawnex/proto/policy.ts';
import type { HttpFailure } from '@clawnex/shared/kernel/http/result.ts';
import { contentId, newId, sha256 } from '@clawnex/shared/kernel/ids.ts';
import type { DaemonContext } from '@clawnex/shared/kernel/lifecycle.ts';
import type { GuardrailBody } from '../blocks/guardrail-body.ts';
import { splitRequest } from '../blocks/split-request.ts';
import { ConversationHistory } from '../history/conversation-history.ts';
import { ClientNames } from '../record/bounded-name.ts';
import { exchangeJudged } from '../record/exchange-judged.ts';
import type { Recorder } from '../record/recorder.ts';
import type { BlockScanner } from '../scan/block-scanner.ts';
import type { Scanned } from '../scan/scanned.ts';
import { answerGuardrail } from './answer-guardrail.ts';
import { AnswerScanner } from './answer-scanner.ts';
import { AnsweredCalls, type Worked } from './answered-calls.ts';
import type { Check, KeyedBlock } from './check.ts';
import { type BlockFacts, decide, decideTooLarge, type Judgement, raiseVerdict } from './decide.ts';

interface JudgeOptions {
  readonly context: Pick<DaemonContext, 'clock' | 'log' | 'metrics'>;
  readonly scanner: BlockScanner;
  readonly recorder: Recorder;
  readonly policy: () => Policy;
  /** Verifies demo and test marks. */
  readonly tagKey: string;
}

type JudgeAnswer = { ok: true; body: GuardrailResponse } | HttpFailure;

/** Judges one side of an exchange for LiteLLM: split, scan, decide, record, answer. */
export class ExchangeJudge {
  readonly #options: JudgeOptions;
  readonly #answered = new AnsweredCalls();
  readonly #history: ConversationHistory;
  readonly #names: ClientNames;
  readonly #answers: AnswerScanner;

  constructor(options: JudgeOptions) {
    this.#options = options;
    this.#history = new ConversationHistory(options.context.clock);
    this.#names = new ClientNames(options.scanner.ruleset);
    this.#answers = new AnswerScanner(options.scanner);
    options.context.metrics.gauge('blocked_remembered', () => this.#history.size);
  }

  async judge(request: GuardrailBody): Promise<JudgeAnswer> {
    const { context, policy: currentPolicy } = this.#options;
    const startedUs = context.clock.monotonicUs();
    const policy = currentPolicy();
    const split = splitRequest(request);
    const blocks = split.ok
      ? split.blocks.map((block): KeyedBlock => ({ ...block, hash: sha256(block.text) }))
      : [];
    const places = blocks.map(({ hash, origin, textIndex }) => `${hash}${origin}${textIndex}`).join();
    const callId = this.#names.mask(request.litellm_call_id);
    const what = [callId, request.input_type, policy.revision, split.ok ? places : split.bound];
    // Without a call id nothing tells a repeated check from another call with the same words.
    const id = callId === undefined ? newId(context.clock.now()) : contentId(JSON.stringify(what));
    const requestHash = () => sha256(places);
    const check: Check = { id, callId: callId ?? id, request, requestHash, blocks, policy, startedUs };
    const work = split.ok ? () => this.#judge(check) : () => this.#refuseTooLarge(check);
    return toAnswer(await this.#answered.once(id, work), request);
  }

  /** A body past the limit was not read: all that is known of it is that it came. */
  async judgeUnread(): Promise<JudgeAnswer> {
    const { context, policy: currentPolicy } = this.#options;
    const id = newId(context.clock.now());
    const request: GuardrailBody = { input_type: 'request' };
    const startedUs = context.clock.monotonicUs();
    const nothing = { request, requestHash: () => '', blocks: [] };
    const check: Check = { id, callId: id, ...nothing, policy: currentPolicy(), startedUs };
    return toAnswer(await this.#refuseTooLarge(check), request);
  }

  async #judge(check: Check): Promise<Worked> {
    const { context, scanner } = this.#options;
    const { request, blocks, policy } = check;
    const { scanned, cached, late } =
      request.input_type === 'response'
        ? await this.#answers.scan(request, blocks, policy.deadline_ms)
        : await scanner.scan(blocks, policy.deadline_ms);
    const facts = this.#gatherFacts(check, scanned);
    const judgement = decide(request.input_type, policy, facts);
    const worked = this.#conclude(check, judgement, scanned, cached);
    if (worked.ok && judgement.decision === 'blocked') {
      this.#history.remember(check, (index) => facts[index]?.verdict === 'block' && !facts[index].redactable);
    }
    late
      ?.then((all) => this.#recordLate(check, judgement, all))
      .catch(() => context.log.error({ evidence_id: check.id }, 'a late scan could not be recorded'));
    return worked;
  }

  async #refuseTooLarge(check: Check): Promise<Worked> {
    return this.#conclude(check, decideTooLarge(check.policy), [], 0);
  }

  #gatherFacts(check: Check, scanned: readonly (Scanned | null)[]): BlockFacts[] {
    const verdicts = scanned.map((one) => (one === null ? null : raiseVerdict(one.result, check.policy)));
    const refused = this.#history.findRefused(check, verdicts);
    return verdicts.map((verdict, index) => ({
      verdict,
      score: scanned[index]?.result.score ?? 0,
      redactable: refused[index] ?? false,
    }));
  }

  /** Puts the judgement on the spool; only then it is the outcome. */
  #conclude(
    check: Check,
    judgement: Judgement,
    scanned: readonly (Scanned | null)[],
    cached: number,
  ): Worked {
    const { log, metrics } = this.#options.context;
    const recorded = this.#record(check, check.id, judgement, scanned, cached);
    if (!recorded.ok) return recorded;
    const { decision, reason } = judgement;
    metrics.add(`judged_${check.request.input_type}_${decision}`);
    if (judgement.deadlineExceeded) metrics.add('deadline_misses');
    if (decision === 'blocked') log.info({ evidence_id: check.id, reason }, 'refused a call');
    const redacted = judgement.redacted.flatMap((index) => check.blocks[index] ?? []);
    const redactedTexts = redacted.flatMap(({ textIndex }) => textIndex ?? []);
    const outcome = { decision, ...(reason === undefined ? {} : { reason }), evidenceId: check.id };
    if (redacted.every(({ textIndex }) => textIndex !== null))
      return { ok: true, outcome: { ...outcome, redactedTexts } };
    const redactedHashes = new Set(redacted.map(({ hash }) => hash));
    return { ok: true, outcome: { ...outcome, redactedTexts, redactedHashes } };
  }

  /** A scan that came too late for the decision is still evidence: recorded when it found what the decision did not know. */
  #recordLate(check: Check, made: Judgement, scanned: readonly (Scanned | null)[]): void {
    const { verdict, score } = decide(
      check.request.input_type,
      check.policy,
      this.#gatherFacts(check, scanned),
    );
    if (verdict !== 'block' || made.verdict === 'block') return;
    this.#record(check, contentId('late', check.id), { ...made, verdict, score }, scanned, 0);
  }

  #record(
    check: Check,
    eventId: string,
    judgement: Judgement,
    scanned: readonly (Scanned | null)[],
    cached: number,
  ): { ok: true } | HttpFailure {
    const { context, recorder, scanner, tagKey } = this.#options;
    const latency_us = context.clock.monotonicUs() - check.startedUs;
    context.metrics.observe('judge', latency_us);
    const nowMs = context.clock.now();
    const made = { eventId, judgement, scanned, cached, latency_us, nowMs, ruleset: scanner.ruleset.version };
    return recorder.record(exchangeJudged(check, made, this.#names, tagKey));
  }
}

function toAnswer(worked: Worked, request: GuardrailBody): JudgeAnswer {
  return worked.ok ? { ok: true, body: answerGuardrail(worked.outcome, request) } : worked;
}
