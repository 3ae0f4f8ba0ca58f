import type { BlockReason, Decision } from '@clawnex/proto/decision.ts';
import type { Policy } from '@clawnex/proto/policy.ts';
import { type Verdict, worstVerdict } from '@clawnex/proto/scan.ts';

/** One block as the decision sees it. */
export interface BlockFacts {
  /** After the policy's thresholds; null when its scan was not there in time. */
  readonly verdict: Verdict | null;
  readonly score: number;
  /** Was blocked earlier in this conversation, now stands in its history, and can be rewritten. */
  readonly redactable: boolean;
}

export interface Judgement {
  readonly verdict: Verdict;
  readonly score: number;
  readonly decision: Decision;
  readonly reason?: BlockReason;
  /** Indexes of the blocks that are replaced in the history. */
  readonly redacted: readonly number[];
  readonly deadlineExceeded: boolean;
}

/**
 * What is done with one side of an exchange. In observe mode nothing is refused or changed. In block mode a new hostile
 * block refuses the call; one that was refused before is cut from the history, so that the conversation can go on.
 */
export function decide(
  side: 'request' | 'response',
  policy: Pick<Policy, 'mode' | 'on_deadline'>,
  blocks: readonly BlockFacts[],
): Judgement {
  const deadlineExceeded = blocks.some((block) => block.verdict === null);
  // What was not scanned is not known to be harmless.
  const verdict = worstVerdict(blocks.map((block) => block.verdict ?? 'review'));
  const score = blocks.reduce((worst, block) => Math.max(worst, block.score), 0);
  const hostile = [...blocks.entries()].filter(([, block]) => block.verdict === 'block');
  const redacted = hostile.filter(([, block]) => block.redactable).map(([index]) => index);
  const common = { verdict, score, deadlineExceeded, redacted: [] };
  const blockedReason: BlockReason = side === 'request' ? 'prompt_blocked' : 'answer_blocked';
  const isLate = deadlineExceeded && policy.on_deadline === 'block';
  if (policy.mode === 'observe') {
    if (hostile.length > 0) return { ...common, decision: 'observed', reason: blockedReason };
    if (isLate) return { ...common, decision: 'observed', reason: 'deadline_exceeded' };
    return { ...common, decision: 'passed' };
  }
  if (hostile.length > redacted.length) return { ...common, decision: 'blocked', reason: blockedReason };
  if (isLate) return { ...common, decision: 'blocked', reason: 'deadline_exceeded' };
  if (redacted.length > 0) return { ...common, decision: 'redacted', redacted };
  return { ...common, decision: 'passed' };
}

/** What cannot be scanned because of its size. */
export function decideTooLarge(policy: Pick<Policy, 'mode'>): Judgement {
  const decision = policy.mode === 'block' ? 'blocked' : 'observed';
  const unscanned = { verdict: 'review', score: 0, redacted: [], deadlineExceeded: false } as const;
  return { ...unscanned, decision, reason: 'too_large' };
}

/** The engine's verdict, raised where the policy's thresholds are stricter. */
export function raiseVerdict(
  { verdict, score }: { verdict: Verdict; score: number },
  policy: Pick<Policy, 'review_score' | 'block_score'>,
): Verdict {
  if (score >= policy.block_score) return 'block';
  return score >= policy.review_score ? worstVerdict([verdict, 'review']) : verdict;
}
