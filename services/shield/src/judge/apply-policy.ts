import { type Verdict, worstVerdict } from '@clawnex/proto/scan.ts';
import { type Actions, chooseActions, raiseVerdict } from '@clawnex/shared/policy/judge-block.ts';
import type { ScanOutcome } from '../scan/block-scanner.ts';
import type { HashedBlock, Scanned } from '../scan/scanned.ts';
import type { Check, KeyedBlock } from './check.ts';
import { type Cut, cutsOf } from './cut-hits.ts';

/** A block with what scan and policy say of it. */
export interface JudgedBlock {
  /** As it was scanned for the verdict: without the rules that are muted here. */
  readonly scanned: Scanned | null;
  /** As it was scanned at first: all that was found. */
  readonly found: Scanned | null;
  readonly verdict: Verdict | null;
  readonly actions: Actions | null;
  /** Null: nothing is cut. */
  readonly cuts: readonly Cut[] | null;
  /** Under which review it passes. */
  readonly approved?: string | undefined;
}

type Scan = (blocks: readonly HashedBlock[], deadlineMs: number) => Promise<ScanOutcome>;

/** Asks policy, exceptions and approvals about every block; scans those again in which a rule counts for nothing. */
export async function applyPolicy(
  check: Check,
  scanned: readonly (Scanned | null)[],
  scan: Scan,
  deadlineMs: number,
): Promise<JudgedBlock[]> {
  const { terms, known, request, blocks } = check;
  const side = request.input_type;
  const plans = blocks.map((block, index) => {
    const found = scanned[index] ?? null;
    if (found === null || found.result.detections.length === 0) return { found, actions: null, cuts: null };
    const asked = { hash: block.hash, origin: block.origin, side, tool: block.tool };
    const actions = chooseActions(
      terms.setting,
      terms.exceptions,
      known.subject,
      asked,
      found.result.detections,
    );
    const cuts = side === 'request' ? cutsOf(found.result.detections, actions.redacted, block.text) : null;
    return { found, actions, cuts };
  });
  const again = plans.flatMap(({ actions, cuts }, index) => {
    const block = blocks[index];
    if (actions === null || block === undefined) return [];
    const handled = cuts !== null && canCut(block) ? actions.redacted : [];
    const muted = [...new Set([...actions.muted, ...handled])].sort();
    return muted.length === 0 ? [] : [{ index, block: { ...block, muted } }];
  });
  const rescanned = new Map<number, Scanned | null>();
  if (again.length > 0) {
    const outcome = await scan(
      again.map(({ block }) => block),
      deadlineMs,
    );
    for (const [place, { index }] of again.entries()) rescanned.set(index, outcome.scanned[place] ?? null);
  }
  return plans.map(({ found, actions, cuts }, index) => {
    // A second scan that was not there in time changes nothing: the first one counts, the stricter way.
    const counted = rescanned.get(index) ?? found;
    const block = blocks[index];
    if (counted === null || block === undefined)
      return { scanned: null, found, verdict: null, actions, cuts: null };
    const least = worstVerdict([actions?.least ?? 'allow', leastForRedaction(block, actions, cuts, side)]);
    const verdict = raiseVerdict(counted.result, terms.setting, least);
    const applied = cuts !== null && canCut(block) && !isOwnWord(block) ? cuts : null;
    const approval = verdict === 'review' ? approvalOf(check, block) : undefined;
    const judged = { scanned: counted, found, actions, cuts: applied };
    return approval === undefined
      ? { ...judged, verdict }
      : { ...judged, verdict: 'allow', approved: approval };
  });
}

/** Where hits should be cut out and cannot, the block is refused. What a model said itself it knows already. */
function leastForRedaction(
  block: KeyedBlock,
  actions: Actions | null,
  cuts: readonly Cut[] | null,
  side: 'request' | 'response',
): Verdict {
  if (actions === null || actions.redacted.length === 0) return 'allow';
  if (side === 'response') return 'block';
  if (isOwnWord(block)) return 'allow';
  return cuts !== null && canCut(block) ? 'allow' : 'block';
}

/** Said by the model in an earlier turn. */
function isOwnWord({ origin }: KeyedBlock): boolean {
  return origin === 'assistant' || origin === 'tool_call';
}

function canCut({ textIndex, place, origin }: KeyedBlock): boolean {
  if (origin === 'tool_call' || origin === 'tool_definition') return false;
  return textIndex !== null || Number.isInteger(place);
}

function approvalOf({ terms, known }: Check, { hash }: KeyedBlock): string | undefined {
  return terms.approvals.find(
    ({ hashes, key_hash, session }) =>
      hashes.includes(hash) &&
      (key_hash === undefined || key_hash === known.subject.key_hash) &&
      (session === undefined || session === known.subject.session),
  )?.review_id;
}
