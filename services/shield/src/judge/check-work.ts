import type { Settled } from '@clawnex/proto/events/exchange.ts';
import type { HttpFailure } from '@clawnex/shared/kernel/http/result.ts';
import { contentId } from '@clawnex/shared/kernel/ids.ts';
import { CanaryFinder } from '../answers/find-canaries.ts';
import { addLeaks } from '../answers/find-leaks.ts';
import type { SystemPrompts } from '../answers/system-prompts.ts';
import type { ConversationHistory } from '../history/conversation-history.ts';
import type { ClientNames } from '../record/bounded-name.ts';
import { exchangeJudged } from '../record/exchange-judged.ts';
import type { Scanned } from '../scan/scanned.ts';
import type { Change } from './answer-guardrail.ts';
import type { AnswerScanner } from './answer-scanner.ts';
import type { Worked } from './answered-calls.ts';
import { applyPolicy, type JudgedBlock } from './apply-policy.ts';
import type { Check } from './check.ts';
import { type BlockFacts, decide, decideTooLarge, type Judgement, type Orders } from './decide.ts';
import { describeSettled, reviewIdOf } from './describe-settled.ts';
import type { JudgeOptions } from './judge-options.ts';

interface CheckWorkOptions extends JudgeOptions {
  readonly history: ConversationHistory;
  readonly names: ClientNames;
  readonly prompts: SystemPrompts;
  readonly answers: AnswerScanner;
}

/** The work on one check: scan, ask the policy, decide, record. */
export class CheckWork {
  readonly #options: CheckWorkOptions;
  readonly #bypassed = new Map<string, number>();
  #canaries: { readonly of: unknown; readonly finder: CanaryFinder } | undefined;

  constructor(options: CheckWorkOptions) {
    this.#options = options;
  }

  bypassed(id: string): number {
    return this.#bypassed.get(id) ?? 0;
  }

  async judge(check: Check): Promise<Worked> {
    const { context, history, prompts } = this.#options;
    const { request, blocks } = check;
    if (request.input_type === 'request') prompts.remember(check.callId, blocks);
    const { outcome, judged, facts, judgement } = await this.#look(check);
    const worked = this.#conclude(check, judgement, judged, outcome.cached);
    if (worked.ok && (judgement.decision === 'blocked' || judgement.decision === 'held')) {
      const isNew = (index: number) => facts[index]?.redactable === false;
      history.remember(check, (index) => isRefused(check, facts[index]?.verdict) && isNew(index));
    }
    outcome.late
      ?.then((all) => this.#recordLate(check, judgement, all))
      .catch(() => context.log.error({ evidence_id: check.id }, 'a late scan could not be recorded'));
    return worked;
  }

  /** Judges without recording, refusing or remembering anything. */
  async tryOut(check: Check): Promise<{ judgement: Judgement; judged: readonly JudgedBlock[] }> {
    return await this.#look(check);
  }

  async #look(check: Check) {
    const { context, scanner, answers } = this.#options;
    const { request, blocks, terms } = check;
    const { deadline_ms } = terms.setting;
    const outcome =
      request.input_type === 'response'
        ? await answers.scan(request, blocks, deadline_ms)
        : await scanner.scan(blocks, deadline_ms);
    const leftMs = deadline_ms - (context.clock.monotonicUs() - check.startedUs) / 1_000;
    const judged = await this.#judgeBlocks(check, outcome.scanned, leftMs);
    const facts = this.#gatherFacts(check, judged);
    return {
      outcome,
      judged,
      facts,
      judgement: decide(request.input_type, terms.setting, facts, this.#orders(check)),
    };
  }

  async refuseTooLarge(check: Check): Promise<Worked> {
    return this.#conclude(check, decideTooLarge(check.terms.setting.mode, this.#orders(check)), [], 0);
  }

  #orders({ terms, reusedCallId }: Check): Orders {
    return {
      stopped: terms.stop !== null,
      lifted: terms.lifting !== null,
      reused: reusedCallId !== undefined,
    };
  }

  async #judgeBlocks(
    check: Check,
    scanned: readonly (Scanned | null)[],
    deadlineMs: number,
  ): Promise<JudgedBlock[]> {
    const { scanner, prompts } = this.#options;
    const withLeaks = (list: readonly (Scanned | null)[], texts: readonly { readonly text: string }[]) => {
      if (check.request.input_type === 'request') return list;
      const found = { canaries: this.#canaryFinder(), sketch: prompts.of(check.callId) };
      return list.map((one, index) => (one === null ? null : addLeaks(texts[index]?.text ?? '', one, found)));
    };
    return applyPolicy(
      check,
      withLeaks(scanned, check.blocks),
      async (blocks, ms) => {
        const outcome = await scanner.scan(blocks, ms);
        // What the engine does not know of cannot be muted in it: leaks that a line or exception allows are left out here.
        const muted = blocks.map((block) => new Set(block.muted));
        const again = withLeaks(outcome.scanned, blocks).map((one, index) => {
          const left = one?.result.detections.some(({ rule }) => muted[index]?.has(rule));
          return left === true ? (outcome.scanned[index] ?? null) : one;
        });
        return { ...outcome, scanned: again };
      },
      deadlineMs,
    );
  }

  #canaryFinder(): CanaryFinder {
    const { controls, canaryKey } = this.#options;
    const { canaries } = controls;
    if (this.#canaries?.of !== canaries)
      this.#canaries = { of: canaries, finder: new CanaryFinder(canaries, canaryKey) };
    return this.#canaries.finder;
  }

  #gatherFacts(check: Check, judged: readonly JudgedBlock[]): BlockFacts[] {
    const refused = this.#options.history.findRefused(
      check,
      judged.map(({ verdict }) => isRefused(check, verdict)),
    );
    return judged.map(({ verdict, scanned, cuts }, index) => ({
      verdict,
      score: scanned?.result.score ?? 0,
      redactable: refused[index] ?? false,
      cut: cuts !== null,
    }));
  }

  /** Puts the judgement on the spool; only then it is the outcome. */
  #conclude(check: Check, judgement: Judgement, judged: readonly JudgedBlock[], cached: number): Worked {
    const { log, metrics } = this.#options.context;
    const recorded = this.#record(check, check.id, judgement, judged, cached);
    if (!recorded.ok) return recorded;
    const { decision, reason } = judgement;
    metrics.add(`judged_${check.request.input_type}_${decision}`);
    if (judgement.deadlineExceeded) metrics.add('deadline_misses');
    if (decision === 'blocked' || decision === 'held')
      log.info({ evidence_id: check.id, reason }, 'refused a call');
    if (decision === 'bypassed' && check.terms.lifting !== null) {
      const { id } = check.terms.lifting;
      this.#bypassed.set(id, this.bypassed(id) + 1);
    }
    const changes = [
      ...judgement.redacted.map((index) => toChange(check, index, null)),
      ...judgement.cut.map((index) => toChange(check, index, judged[index]?.cuts ?? null)),
    ].flatMap((change) => change ?? []);
    const quotedId = decision === 'held' ? reviewIdOf(check, judgement) : check.id;
    return {
      ok: true,
      outcome: { decision, ...(reason === undefined ? {} : { reason }), quotedId, changes },
    };
  }

  /** A scan that came too late for the decision is still evidence: recorded when it found what the decision did not know. */
  async #recordLate(check: Check, made: Judgement, scanned: readonly (Scanned | null)[]): Promise<void> {
    const judged = await this.#judgeBlocks(check, scanned, check.terms.setting.deadline_ms);
    const facts = this.#gatherFacts(check, judged);
    const { verdict, score } = decide(
      check.request.input_type,
      check.terms.setting,
      facts,
      this.#orders(check),
    );
    if (verdict !== 'block' || made.verdict === 'block') return;
    this.#record(check, contentId('late', check.id), { ...made, verdict, score }, judged, 0);
  }

  #record(
    check: Check,
    eventId: string,
    judgement: Judgement,
    judged: readonly JudgedBlock[],
    cached: number,
  ): { ok: true } | HttpFailure {
    const { context, recorder, scanner, tagKey, names } = this.#options;
    const latency_us = context.clock.monotonicUs() - check.startedUs;
    context.metrics.observe('judge', latency_us);
    const nowMs = context.clock.now();
    const settled: Settled | undefined = describeSettled(check, judgement, judged);
    const made = {
      eventId,
      judgement,
      judged,
      cached,
      latency_us,
      nowMs,
      ruleset: scanner.ruleset.version,
      settled,
    };
    return recorder.record(exchangeJudged(check, made, names, tagKey));
  }
}

/** Whether a block of this verdict is one for which a call is refused. */
function isRefused({ terms }: Check, verdict: JudgedBlock['verdict'] | undefined): boolean {
  return verdict === 'block' || (verdict === 'review' && terms.setting.on_review === 'hold');
}

function toChange({ blocks }: Check, index: number, cuts: Change['cuts']): Change | undefined {
  const block = blocks[index];
  return block === undefined ? undefined : { hash: block.hash, textIndex: block.textIndex, cuts };
}
