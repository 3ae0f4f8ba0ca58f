import type { GuardrailResponse } from '@clawnex/proto/http/shield.ts';
import { REDACTED_BLOCK_NOTICE } from '@clawnex/shared/detection/redact-block.ts';
import type { GuardrailBody } from '../blocks/guardrail-body.ts';
import { replaceInMessages } from '../blocks/replace-in-messages.ts';
import type { Judgement } from './decide.ts';

/** What is remembered of an answer: enough to give it again, without any text. */
export interface Outcome {
  readonly decision: Judgement['decision'];
  readonly reason?: Judgement['reason'];
  readonly evidenceId: string;
  readonly redactedTexts: readonly number[];
  /** Hashes of the redacted blocks, when one of them stands in the messages only. */
  readonly redactedHashes?: ReadonlySet<string>;
}

/**
 * The answer in LiteLLM's contract. Only the exact BLOCKED blocks, and `texts` are applied whatever the action says:
 * they are sent only when one of them changed, all of them, in order.
 */
export function answerGuardrail(
  outcome: Outcome,
  { texts, structured_messages }: Pick<GuardrailBody, 'texts' | 'structured_messages'>,
): GuardrailResponse {
  if (outcome.decision === 'blocked') {
    return {
      action: 'BLOCKED',
      blocked_reason: `clawnex: ${outcome.reason ?? 'prompt_blocked'} (${outcome.evidenceId})`,
    };
  }
  if (outcome.decision !== 'redacted') return { action: 'NONE' };
  if (outcome.redactedHashes !== undefined) {
    return {
      action: 'GUARDRAIL_INTERVENED',
      structured_messages: replaceInMessages(structured_messages ?? [], outcome.redactedHashes),
    };
  }
  const redacted = new Set(outcome.redactedTexts);
  return {
    action: 'GUARDRAIL_INTERVENED',
    // The contract has no null inside texts; what was nothing stays an empty text.
    texts: (texts ?? []).map((text, index) => (redacted.has(index) ? REDACTED_BLOCK_NOTICE : (text ?? ''))),
  };
}
