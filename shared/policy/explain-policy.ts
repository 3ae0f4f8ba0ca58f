import type { Mode } from '@clawnex/proto/decision.ts';
import type { Action, Profile } from '@clawnex/proto/policy.ts';
import { chooseLine, type Question } from './choose-line.ts';
import type { SettledPolicy } from './settle-policy.ts';
import type { Subject } from './subject.ts';

export interface Explanation {
  readonly mode: Mode;
  readonly profile: Profile;
  readonly review_score: number;
  readonly block_score: number;
  readonly on_review: 'pass' | 'hold';
  /** Path of what decided each of them. */
  readonly where: Readonly<Record<string, string>>;
  /** What is done with one detection, and by which line; `score` where none fits. */
  readonly action: Action;
  readonly decided_by: string;
}

/** Which line would decide about one detection of this caller. */
export function explainPolicy(
  settled: SettledPolicy,
  subject: Subject,
  question: Question,
  tool?: string,
): Explanation {
  const { mode, profile, review_score, block_score, on_review, where, linesFor } = settled.settle(subject);
  const choice = chooseLine(linesFor(tool), question);
  return {
    mode,
    profile,
    review_score,
    block_score,
    on_review,
    where,
    action: choice?.action ?? 'score',
    decided_by: choice?.where ?? 'no line: the score decides',
  };
}
