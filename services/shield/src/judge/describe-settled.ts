import type { Settled } from '@clawnex/proto/events/exchange.ts';
import { contentId } from '@clawnex/shared/kernel/ids.ts';
import type { JudgedBlock } from './apply-policy.ts';
import type { Check } from './check.ts';
import type { Judgement } from './decide.ts';

/** What an event may carry of it. */
const LINES_MAX = 32;
const HELD_MAX = 64;

/**
 * The id of the review a held call waits for: the same for the same blocks of the same caller, so that an agent that
 * tries again does not fill the queue.
 */
export function reviewIdOf({ known, blocks }: Check, { held }: Judgement): string {
  return contentId('review', known.subject.key_hash ?? '', ...held.map((index) => blocks[index]?.hash ?? ''));
}

/** Which lines, exceptions and orders had a part in it; undefined where the thresholds alone decided. */
export function describeSettled(
  check: Check,
  judgement: Judgement,
  judged: readonly JudgedBlock[],
): Settled | undefined {
  const { terms, blocks, reusedCallId } = check;
  const lines = judged.flatMap(({ actions }) => actions?.lines ?? []);
  const unique = [...new Map(lines.map((line) => [`${line.where} ${line.rule}`, line])).values()];
  const exceptions = [...new Set(judged.flatMap(({ actions }) => actions?.exceptions ?? []))].slice(
    0,
    LINES_MAX,
  );
  const approved = judged.find(({ approved: review }) => review !== undefined)?.approved;
  const isHeld = judgement.held.length > 0;
  const review = isHeld ? reviewIdOf(check, judgement) : approved;
  const held = judgement.held.flatMap((index) => blocks[index]?.hash ?? []).slice(0, HELD_MAX);
  const settled: Settled = {
    profile: terms.setting.profile,
    lines: unique
      .slice(0, LINES_MAX)
      .map(({ where, rule, action }) => ({ where: where.slice(0, 120), rule, action })),
    ...(exceptions.length === 0 ? {} : { exceptions }),
    ...(terms.stop === null ? {} : { stop: terms.stop.id }),
    ...(review === undefined ? {} : { review }),
    ...(isHeld ? { held } : {}),
    ...(judgement.decision === 'bypassed' && terms.lifting !== null ? { break_glass: terms.lifting.id } : {}),
    ...(reusedCallId === undefined ? {} : { reused_call_id: reusedCallId }),
  };
  const says = Object.keys(settled).length > 2 || settled.lines.length > 0 || settled.profile !== 'balanced';
  return says ? settled : undefined;
}
