import type { TryCase, TryResult } from '@clawnex/proto/commands.ts';
import type { GuardrailResponse } from '@clawnex/proto/http/shield.ts';
import type { HttpFailure } from '@clawnex/shared/kernel/http/result.ts';
import { contentId, newId, sha256 } from '@clawnex/shared/kernel/ids.ts';
import { SystemPrompts } from '../answers/system-prompts.ts';
import type { GuardrailBody } from '../blocks/guardrail-body.ts';
import { splitRequest } from '../blocks/split-request.ts';
import { findStop } from '../controls/find-stop.ts';
import { type Known, readSubject } from '../controls/read-subject.ts';
import { ConversationHistory } from '../history/conversation-history.ts';
import { ClientNames } from '../record/bounded-name.ts';
import { LitellmVersion } from '../record/litellm-version.ts';
import { answerGuardrail } from './answer-guardrail.ts';
import { AnswerScanner } from './answer-scanner.ts';
import { AnsweredCalls, type Worked } from './answered-calls.ts';
import { CallIds } from './call-ids.ts';
import type { Check, KeyedBlock, Terms } from './check.ts';
import { CheckWork } from './check-work.ts';
import type { JudgeOptions } from './judge-options.ts';

type JudgeAnswer = { ok: true; body: GuardrailResponse } | HttpFailure;

/** Judges one side of an exchange for LiteLLM: who asks, what are the terms, was it asked before; the rest is `CheckWork`. */
export class ExchangeJudge {
  readonly #options: JudgeOptions;
  readonly #answered = new AnsweredCalls();
  readonly #callIds = new CallIds();
  readonly #names: ClientNames;
  readonly #work: CheckWork;
  readonly #litellm: LitellmVersion;

  constructor(options: JudgeOptions) {
    this.#options = options;
    const { context, scanner } = options;
    const history = new ConversationHistory(context.clock);
    this.#litellm = new LitellmVersion(context.health);
    this.#names = new ClientNames(() => scanner.ruleset);
    const prompts = new SystemPrompts();
    const answers = new AnswerScanner(scanner);
    this.#work = new CheckWork({ ...options, history, names: this.#names, prompts, answers });
    context.metrics.gauge('blocked_remembered', () => history.size);
  }

  /** Calls that were let pass under a lifting of enforcement. */
  bypassed(id: string): number {
    return this.#work.bypassed(id);
  }

  async judge(request: GuardrailBody): Promise<JudgeAnswer> {
    const { context, controls } = this.#options;
    const startedUs = context.clock.monotonicUs();
    this.#litellm.saw(request.litellm_version);
    const split = splitRequest(request);
    const blocks = split.ok
      ? split.blocks.map((block): KeyedBlock => ({ ...block, hash: sha256(block.text) }))
      : [];
    const known = readSubject(request, context.host);
    const terms = this.#terms(known, blocks);
    const places = blocks.map(({ hash, origin, textIndex }) => `${hash}${origin}${textIndex}`).join();
    const requestHash = () => sha256(places);
    const given = this.#names.mask(request.litellm_call_id);
    const named = this.#nameCall(given, request, split.ok ? requestHash : () => split.bound);
    const what = [named.id, request.input_type, controls.version(), split.ok ? places : split.bound];
    // Without a call id nothing tells a repeated check from another call with the same words.
    const id = given === undefined ? newId(context.clock.now()) : contentId(JSON.stringify(what));
    const reusedCallId = named.reused ? given : undefined;
    const check: Check = {
      ...{ id, callId: named.id ?? id, reusedCallId, request, known, requestHash, blocks, terms, startedUs },
    };
    const work = split.ok ? () => this.#work.judge(check) : () => this.#work.refuseTooLarge(check);
    return toAnswer(await this.#answered.once(id, work), request);
  }

  /** Judges a text under the terms in force as if an agent had sent it; nothing is recorded, refused or remembered. */
  async tryCase({ text, origin, side, agent, tool }: TryCase): Promise<TryResult> {
    const { context } = this.#options;
    const request: GuardrailBody = { input_type: side };
    const known = {
      subject: { host: context.host, route: 'litellm', agent, key: agent },
      claimed: {},
    } as const;
    const whole = text.toWellFormed();
    const block: KeyedBlock = { text: whole, origin, hash: sha256(whole), textIndex: 0, place: 0, tool };
    const id = newId(context.clock.now());
    const terms = { ...this.#terms(known, [block]), lifting: null };
    const startedUs = context.clock.monotonicUs();
    const check = {
      id,
      callId: id,
      request,
      known,
      requestHash: () => '',
      blocks: [block],
      terms,
      startedUs,
    };
    const { judgement, judged } = await this.#work.tryOut(check);
    const { verdict, decision, score } = judgement;
    const rules = judged.flatMap(({ found }) => found?.result.detections ?? []).map(({ rule }) => rule);
    const lines = judged.flatMap(({ actions }) => actions?.lines ?? []);
    const decided_by = lines
      .map((line) => `${line.rule}: ${line.action} (${line.where})`.slice(0, 200))
      .slice(0, 32);
    return { verdict, decision, score, rules: rules.slice(0, 64), decided_by };
  }

  /** A body past the limit was not read whole: all that is known of it is what its beginning says. */
  async judgeUnread(beginning: {
    readonly side: 'request' | 'response';
    readonly callId: string | undefined;
  }): Promise<JudgeAnswer> {
    const { context } = this.#options;
    const id = newId(context.clock.now());
    const callId = this.#names.mask(beginning.callId) ?? id;
    const request: GuardrailBody = { input_type: beginning.side, litellm_call_id: callId };
    const known = readSubject(request, context.host);
    const nothing = { request, known, requestHash: () => '', blocks: [], terms: this.#terms(known, []) };
    const startedUs = context.clock.monotonicUs();
    return toAnswer(await this.#work.refuseTooLarge({ id, callId, ...nothing, startedUs }), request);
  }

  #nameCall(
    given: string | undefined,
    request: GuardrailBody,
    requestHash: () => string,
  ): { readonly id: string | undefined; readonly reused: boolean } {
    if (given === undefined) return { id: undefined, reused: false };
    if (request.input_type === 'response') return { id: this.#callIds.response(given), reused: false };
    return this.#callIds.request(given, requestHash(), this.#options.context.clock.now());
  }

  #terms(known: Known, blocks: readonly KeyedBlock[]): Terms {
    const { controls } = this.#options;
    const settled = controls.settled();
    return {
      policy: settled.policy,
      setting: settled.settle(known.subject),
      exceptions: controls.exceptions(),
      approvals: controls.approvals(),
      stop: findStop(controls.stops(), known.subject, known.claimed, blocks),
      lifting: controls.lifting(),
    };
  }
}

function toAnswer(worked: Worked, request: GuardrailBody): JudgeAnswer {
  return worked.ok ? { ok: true, body: answerGuardrail(worked.outcome, request) } : worked;
}
