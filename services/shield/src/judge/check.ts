import type { Lifting } from '@clawnex/proto/controls/break-glass.ts';
import type { Exception } from '@clawnex/proto/controls/exception.ts';
import type { Review } from '@clawnex/proto/controls/review.ts';
import type { Stop } from '@clawnex/proto/controls/stop.ts';
import type { Policy } from '@clawnex/proto/policy.ts';
import type { Setting } from '@clawnex/shared/policy/settle-policy.ts';
import type { RequestBlock } from '../blocks/block.ts';
import type { GuardrailBody } from '../blocks/guardrail-body.ts';
import type { Known } from '../controls/read-subject.ts';
import type { HashedBlock } from '../scan/scanned.ts';

export type KeyedBlock = HashedBlock & Pick<RequestBlock, 'textIndex' | 'place' | 'tool'>;

/** What operators had decided when the check came: one state from start to end. */
export interface Terms {
  readonly policy: Policy;
  readonly setting: Setting;
  readonly exceptions: readonly Exception[];
  readonly approvals: readonly Review[];
  readonly stop: Stop | null;
  readonly lifting: Lifting | null;
}

/** One posted check on its way through the shield. */
export interface Check {
  /** Id of its record and of the evidence: the same for a check that is posted again under the same terms. */
  readonly id: string;
  readonly callId: string;
  /** The id that the caller gave, where another call had it. */
  readonly reusedCallId?: string | undefined;
  readonly request: GuardrailBody;
  readonly known: Known;
  /** Of all its blocks: the same words in the same places. Worked out when asked for. */
  readonly requestHash: () => string;
  readonly blocks: readonly KeyedBlock[];
  readonly terms: Terms;
  readonly startedUs: number;
}
