import type { BlockReason, Decision } from '@clawnex/proto/decision.ts';
import { type Verdict, worstVerdict } from '@clawnex/proto/scan.ts';
import type { Setting } from '@clawnex/shared/policy/settle-policy.ts';

/** One block as the decision sees it. */
export interface BlockFacts {
  /** After the policy's thresholds and lines; null when its scan was not there in time. */
  readonly verdict: Verdict | null;
  readonly score: number;
  /** Was refused earlier in this conversation, now stands in its history, and can be rewritten. */
  readonly redactable: boolean;
  /** Hits are to be cut out of it. */
  readonly cut: boolean;
}

/** What operators decided about this call, whatever its text is. */
export interface Orders {
  /** An operator stopped the caller or something the call uses. */
  readonly stopped: boolean;
  /** Enforcement is lifted. */
  readonly lifted: boolean;
  /** The caller gave the id of another call. */
  readonly reused: boolean;
}

export interface Judgement {
  readonly verdict: Verdict;
  readonly score: number;
  readonly decision: Decision;
  readonly reason?: BlockReason;
  /** Indexes of the blocks that are replaced in the history. */
  readonly redacted: readonly number[];
  /** Indexes of the blocks out of which hits are cut. */
  readonly cut: readonly number[];
  /** Indexes of the blocks an operator has to look at. */
  readonly held: readonly number[];
  readonly deadlineExceeded: boolean;
}

type Rules = Pick<Setting, 'mode' | 'on_deadline' | 'on_review'>;
type Enforced = Pick<Judgement, 'decision' | 'reason' | 'redacted' | 'cut' | 'held'>;

const NOTHING = { redacted: [], cut: [], held: [] } as const;
const PASSED: Enforced = { decision: 'passed', ...NOTHING };

/**
 * What is done with one side of an exchange. A stop refuses in every mode. Otherwise: in block mode a new hostile block
 * refuses the call, and one that was refused before is cut from the history, so that the conversation can go on; in
 * observe mode, and while enforcement is lifted, the same is only noted.
 */
export function decide(
  side: 'request' | 'response',
  setting: Rules,
  blocks: readonly BlockFacts[],
  orders: Orders,
): Judgement {
  const deadlineExceeded = blocks.some((block) => block.verdict === null);
  // What was not scanned is not known to be harmless.
  const verdict = worstVerdict(blocks.map((block) => block.verdict ?? 'review'));
  const score = blocks.reduce((worst, block) => Math.max(worst, block.score), 0);
  const common = { verdict, score, deadlineExceeded };
  if (orders.stopped) return { ...common, decision: 'blocked', reason: 'contained', ...NOTHING };
  const enforced = enforce(side, setting, blocks, deadlineExceeded, orders.reused);
  return { ...common, ...soften(enforced, setting.mode, orders.lifted, side) };
}

/** In block mode, with nothing lifted. */
function enforce(
  side: 'request' | 'response',
  setting: Rules,
  blocks: readonly BlockFacts[],
  isLate: boolean,
  isReused: boolean,
): Enforced {
  const indexes = (wanted: (block: BlockFacts) => boolean) =>
    [...blocks.entries()].filter(([, block]) => wanted(block)).map(([index]) => index);
  const redacted = indexes(({ redactable }) => redactable);
  const hostile = indexes(({ verdict, redactable }) => verdict === 'block' && !redactable);
  const refuse = (reason: BlockReason): Enforced => ({ decision: 'blocked', reason, ...NOTHING });
  if (isReused) return refuse('call_id_reused');
  if (hostile.length > 0) return refuse(side === 'request' ? 'prompt_blocked' : 'answer_blocked');
  if (isLate && setting.on_deadline === 'block') return refuse('deadline_exceeded');
  const doubtful = ({ verdict, redactable }: BlockFacts) => verdict === 'review' && !redactable;
  const held = setting.on_review === 'hold' ? indexes(doubtful) : [];
  if (held.length > 0) return { decision: 'held', reason: 'held_for_review', ...NOTHING, held };
  const cut = indexes((block) => block.cut && !block.redactable);
  if (redacted.length > 0 || cut.length > 0) return { decision: 'redacted', redacted, cut, held };
  return PASSED;
}

function soften(
  enforced: Enforced,
  mode: Setting['mode'],
  isLifted: boolean,
  side: 'request' | 'response',
): Enforced {
  if (enforced.decision === 'passed') return enforced;
  const reason = enforced.reason ?? (side === 'request' ? 'prompt_blocked' : 'answer_blocked');
  if (mode === 'observe') return { decision: 'observed', reason, ...NOTHING };
  return isLifted ? { decision: 'bypassed', reason, ...NOTHING } : enforced;
}

/** What cannot be scanned because of its size. */
export function decideTooLarge(mode: Setting['mode'], orders: Pick<Orders, 'stopped' | 'lifted'>): Judgement {
  const unscanned = { verdict: 'review', score: 0, deadlineExceeded: false, ...NOTHING } as const;
  if (orders.stopped) return { ...unscanned, decision: 'blocked', reason: 'contained' };
  const decision = mode === 'observe' ? 'observed' : orders.lifted ? 'bypassed' : 'blocked';
  return { ...unscanned, decision, reason: 'too_large' };
}
