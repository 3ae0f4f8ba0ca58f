import type { GuardrailResponse } from '@clawnex/proto/http/shield.ts';
import { REDACTED_BLOCK_NOTICE } from '@clawnex/shared/detection/redact-block.ts';
import type { GuardrailBody } from '../blocks/guardrail-body.ts';
import { replaceInMessages } from '../blocks/replace-in-messages.ts';
import { type Cut, cutHits } from './cut-hits.ts';
import type { Judgement } from './decide.ts';

/** A block that is changed, by its hash: out of the history altogether, or some of it. */
export interface Change {
  readonly hash: string;
  /** Place in `texts`; null where it stands in the messages only. */
  readonly textIndex: number | null;
  /** Null: all of it. */
  readonly cuts: readonly Cut[] | null;
}

/** What is remembered of an answer: enough to give it again, without any text. */
export interface Outcome {
  readonly decision: Judgement['decision'];
  readonly reason?: Judgement['reason'];
  /** Quoted in the refusal: the evidence, or the review that is waited for. */
  readonly quotedId: string;
  readonly changes: readonly Change[];
}

/**
 * The answer in LiteLLM's contract. Only the exact BLOCKED blocks, and `texts` are applied whatever the action says:
 * they are sent only when one of them changed, all of them, in order.
 */
export function answerGuardrail(
  { decision, reason, quotedId, changes }: Outcome,
  { texts, structured_messages }: Pick<GuardrailBody, 'texts' | 'structured_messages'>,
): GuardrailResponse {
  if (decision === 'blocked' || decision === 'held') {
    return { action: 'BLOCKED', blocked_reason: `clawnex: ${reason ?? 'prompt_blocked'} (${quotedId})` };
  }
  if (decision !== 'redacted') return { action: 'NONE' };
  if (changes.some(({ textIndex }) => textIndex === null)) {
    const byHash = new Map(changes.map((change) => [change.hash, change]));
    return {
      action: 'GUARDRAIL_INTERVENED',
      structured_messages: replaceInMessages(structured_messages ?? [], (hash, text) => {
        const change = byHash.get(hash);
        return change === undefined ? undefined : applyChange(change, text);
      }),
    };
  }
  const byIndex = new Map(changes.map((change) => [change.textIndex, change]));
  return {
    action: 'GUARDRAIL_INTERVENED',
    texts: (texts ?? []).map((text, index) => {
      const change = byIndex.get(index);
      // The contract has no null inside texts; what was nothing stays an empty text.
      return change === undefined ? (text ?? '') : applyChange(change, (text ?? '').toWellFormed());
    }),
  };
}

function applyChange({ cuts }: Change, text: string): string {
  return cuts === null ? REDACTED_BLOCK_NOTICE : cutHits(text, cuts);
}
