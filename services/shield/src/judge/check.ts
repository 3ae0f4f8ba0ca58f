import type { Policy } from '@clawnex/proto/policy.ts';
import type { RequestBlock } from '../blocks/block.ts';
import type { GuardrailBody } from '../blocks/guardrail-body.ts';
import type { HashedBlock } from '../scan/scanned.ts';

export type KeyedBlock = HashedBlock & Pick<RequestBlock, 'textIndex' | 'place'>;

/** One posted check on its way through the shield. */
export interface Check {
  /** Id of its record and of the evidence: the same for a check that is posted again under the same policy. */
  readonly id: string;
  readonly callId: string;
  readonly request: GuardrailBody;
  /** Of all its blocks: the same words in the same places. Worked out when asked for. */
  readonly requestHash: () => string;
  readonly blocks: readonly KeyedBlock[];
  /** In force when the check came: one policy from start to end. */
  readonly policy: Policy;
  readonly startedUs: number;
}
