import { sha256 } from '@clawnex/shared/kernel/ids.ts';
import type { GuardrailBody } from '../blocks/guardrail-body.ts';
import { boundedName } from '../record/bounded-name.ts';
import type { BlockScanner, ScanOutcome } from '../scan/block-scanner.ts';
import { GrowingAnswers, type WindowPlan } from '../scan/growing-answers.ts';
import type { Scanned } from '../scan/scanned.ts';
import type { KeyedBlock } from './check.ts';

/** Scans answers. Of a streamed one, which arrives again and again with a little more, only what is new. */
export class AnswerScanner {
  readonly #scanner: BlockScanner;
  readonly #growing = new GrowingAnswers();

  constructor(scanner: BlockScanner) {
    this.#scanner = scanner;
  }

  async scan(
    request: GuardrailBody,
    blocks: readonly KeyedBlock[],
    deadlineMs: number,
  ): Promise<ScanOutcome> {
    const callId = boundedName(request.litellm_call_id);
    // Tool calls come with the end of a stream: then everything is scanned whole.
    const mayGrow = callId !== undefined && (request.tool_calls ?? []).length === 0;
    const plans = blocks.map((block): WindowPlan | null =>
      mayGrow && block.textIndex !== null ? this.#growing.plan(streamName(callId, block), block.text) : null,
    );
    const pieces = blocks.map((block, index) => {
      const plan = plans[index] ?? null;
      if (plan === null) return block;
      const text = block.text.slice(plan.start);
      return { origin: block.origin, text, hash: sha256(text) };
    });
    const outcome = await this.#scanner.scan(pieces, deadlineMs);
    const finish = (scanned: readonly (Scanned | null)[]) =>
      scanned.map((piece, index) => {
        const plan = plans[index] ?? null;
        const whole = piece === null || plan === null ? piece : plan.join(piece);
        const block = blocks[index];
        if (mayGrow && whole !== null && block?.textIndex != null) {
          this.#growing.keep(streamName(callId, block), block.text, whole, plan);
        }
        return whole;
      });
    return {
      scanned: finish(outcome.scanned),
      cached: outcome.cached,
      late: outcome.late === null ? null : outcome.late.then(finish),
    };
  }
}

function streamName(callId: string, block: KeyedBlock): string {
  return `${block.textIndex} ${callId}`;
}
