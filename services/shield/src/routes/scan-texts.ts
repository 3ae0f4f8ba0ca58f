import { GUARDRAIL_TEXT_LENGTH_MAX } from '@clawnex/proto/http/shield.ts';
import { DEADLINE_MS_MAX } from '@clawnex/proto/policy.ts';
import type { Origin, ScanResult, Verdict } from '@clawnex/proto/scan.ts';
import type { Clock } from '@clawnex/shared/kernel/clock.ts';
import { failure, type HttpFailure } from '@clawnex/shared/kernel/http/result.ts';
import { newId, sha256 } from '@clawnex/shared/kernel/ids.ts';
import { TRAFFIC_TAG_HEADER, verifyTrafficTag } from '@clawnex/shared/kernel/traffic-tag.ts';
import { chooseActions, raiseVerdict } from '@clawnex/shared/policy/judge-block.ts';
import type { Context } from 'hono';
import type { Controls } from '../controls/controls.ts';
import { toScannedBlock } from '../record/choose-evidence.ts';
import { tagEvent } from '../record/read-traffic-tag.ts';
import type { Recorder } from '../record/recorder.ts';
import type { BlockScanner } from '../scan/block-scanner.ts';

/** Requests with up to this many blocks leave a record of each; above, of what was found. */
const RECORD_ALL_MAX = 16;

export interface TextScannerOptions {
  readonly scanner: BlockScanner;
  readonly recorder: Recorder;
  readonly controls: Controls;
  readonly host: string;
  readonly tagKey: string;
  readonly clock: Clock;
}

export interface ScannedText {
  /** After the policy's thresholds. */
  readonly verdict: Verdict;
  readonly result: ScanResult;
}

/** Scans texts of a direct call and records the scans. Decides nothing: who calls is to act on the verdicts. */
export async function scanTexts(
  { scanner, recorder, controls, tagKey, clock, host }: TextScannerOptions,
  context: Context,
  scan_source: 'api' | 'moderation',
  texts: readonly { readonly text: string; readonly origin: Origin }[],
  recordAll = texts.length <= RECORD_ALL_MAX,
): Promise<{ ok: true; scanned: ScannedText[] } | HttpFailure> {
  const startedUs = clock.monotonicUs();
  const length = texts.reduce((sum, { text }) => sum + text.length, 0);
  if (length > GUARDRAIL_TEXT_LENGTH_MAX) {
    return failure('too_large', `Send at most ${GUARDRAIL_TEXT_LENGTH_MAX} characters of text.`, 'body');
  }
  const blocks = texts.map(({ text, origin }) => ({
    text: text.toWellFormed(),
    origin,
    hash: sha256(text),
  }));
  const outcome = await scanner.scan(blocks, DEADLINE_MS_MAX);
  const header = context.req.header(TRAFFIC_TAG_HEADER);
  const tag = header === undefined ? null : verifyTrafficTag(header, tagKey, clock.now());
  const answer: ScannedText[] = [];
  const route = scan_source === 'api' ? 'scan' : 'moderations';
  const subject = { host, route } as const;
  const setting = controls.settled().settle(subject);
  for (const [index, block] of blocks.entries()) {
    const scanned = outcome.scanned[index] ?? null;
    if (scanned === null) return failure('timed_out', `The scan took longer than ${DEADLINE_MS_MAX} ms.`);
    const side = block.origin === 'assistant' ? 'response' : 'request';
    const asked = { hash: block.hash, origin: block.origin, side } as const;
    const { least } = chooseActions(setting, [], subject, asked, scanned.result.detections);
    const verdict = raiseVerdict(scanned.result, setting, least);
    answer.push({ verdict, result: scanned.result });
    if (verdict === 'allow' && !recordAll) continue;
    const recorded = recorder.record({
      type: 'scan.completed',
      id: newId(clock.now()),
      ...tagEvent(tag, clock.now()),
      data: {
        scan_source,
        ruleset: scanner.ruleset.version,
        block: toScannedBlock({ block, scanned, verdict, index }),
        latency_us: clock.monotonicUs() - startedUs,
      },
    });
    if (!recorded.ok) return recorded;
  }
  return { ok: true, scanned: answer };
}
