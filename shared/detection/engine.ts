import type { Origin, ScanResult } from '@clawnex/proto/scan.ts';
import { findHits, searchChunks } from './find-hits.ts';
import { MODEL_RULE } from './model/model-rule.ts';
import { findSuspicions } from './model/suspicion.ts';
import type { Ruleset } from './ruleset.ts';
import { isTalkJudged } from './score/origins.ts';
import { type Assessment, assess } from './score/score-hits.ts';
import type { View } from './views/view.ts';

export interface Block {
  text: string;
  origin: Origin;
}

/** What the text means; `muted` rules count for nothing. Pure: the same block and ruleset give the same result. Time is linear in the text's length. */
export function scan(block: Block, ruleset: Ruleset, muted?: ReadonlySet<string>): ScanResult {
  return assessBlock(block, ruleset, muted).result;
}

/** The same with the score before rounding. */
export function assessBlock(
  { text, origin }: Block,
  ruleset: Pick<Ruleset, 'matcher' | 'model'>,
  muted?: ReadonlySet<string>,
): Assessment {
  const views: View[] = [];
  const hits = findHits(text, ruleset.matcher, (matcher, view, onMatch) => {
    views.push(view);
    return searchChunks(matcher, view, onMatch);
  });
  const suspicions = isTalkJudged(origin) ? findSuspicions(views, ruleset.model) : [];
  if (muted === undefined) return assess(hits, suspicions, text, origin);
  const counted = hits.filter(({ rule }) => !muted.has(rule.id));
  return assess(counted, muted.has(MODEL_RULE.id) ? [] : suspicions, text, origin);
}
