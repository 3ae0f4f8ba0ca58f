import { setImmediate as breathe } from 'node:timers/promises';
import { ScannedBlock } from '@clawnex/proto/scan.ts';
import { scan } from '@clawnex/shared/detection/engine.ts';
import { OWN_PREFIX } from '@clawnex/shared/detection/own-rules.ts';
import type { Ruleset } from '@clawnex/shared/detection/ruleset.ts';
import { z } from 'zod';

/** Looked at in one run: some seconds of work. */
export const JUDGEMENTS_MAX = 5_000;
const CALL_IDS_MAX = 20;
/** Between two breaths the daemon answers nobody. */
const PER_BREATH = 20;

interface Stored {
  readonly call_id: string;
  readonly blocks_json: string;
}

interface RuleHits {
  readonly rule: string;
  hit: number;
  would_block: number;
  readonly call_ids: string[];
}

const Blocks = z.array(ScannedBlock);

/** Tries own rules on stored excerpts. Secrets in those are masked, so a rule that looks for keys finds less than it would have. */
export async function dryRun(
  ruleset: Ruleset,
  names: readonly string[],
  stored: readonly Stored[],
): Promise<{ excerpts: number; rules: RuleHits[] }> {
  const hits = new Map(
    names.map((rule): [string, RuleHits] => [rule, { rule, hit: 0, would_block: 0, call_ids: [] }]),
  );
  let excerpts = 0;
  for (const [index, { call_id, blocks_json }] of stored.entries()) {
    if (index % PER_BREATH === 0) await breathe();
    const found = new Map<string, boolean>();
    for (const block of Blocks.parse(JSON.parse(blocks_json))) {
      for (const { text } of block.excerpts) {
        excerpts += 1;
        const { detections, verdict } = scan({ text, origin: block.origin }, ruleset);
        for (const { rule } of detections) {
          if (rule.startsWith(OWN_PREFIX)) found.set(rule, found.get(rule) === true || verdict === 'block');
        }
      }
    }
    for (const [rule, blocks] of found) {
      const entry = hits.get(rule);
      if (entry === undefined) continue;
      entry.hit += 1;
      if (blocks) entry.would_block += 1;
      if (entry.call_ids.length < CALL_IDS_MAX) entry.call_ids.push(call_id);
    }
  }
  return { excerpts, rules: [...hits.values()] };
}
