import type { Exception } from '@clawnex/proto/controls/exception.ts';
import type { Action } from '@clawnex/proto/policy.ts';
import type { Detection, Origin, ScanResult, Verdict } from '@clawnex/proto/scan.ts';
import { worstVerdict } from '@clawnex/proto/scan.ts';
import { chooseLine } from './choose-line.ts';
import { fitsPattern } from './match-name.ts';
import type { Setting } from './settle-policy.ts';
import type { Subject } from './subject.ts';

/** A block as policy sees it. */
export interface PolicyBlock {
  readonly hash: string;
  readonly origin: Origin;
  readonly side: 'request' | 'response';
  readonly tool?: string | undefined;
}

/** A line that was asked about a rule and decided something. */
export interface UsedLine {
  readonly rule: string;
  readonly action: Action;
  readonly where: string;
}

/** What the policy makes of a scan before its score is looked at. */
export interface Actions {
  /** Rules that count for nothing here: the text is to be scanned again without them. */
  readonly muted: readonly string[];
  /** Rules whose hits are cut out. */
  readonly redacted: readonly string[];
  /** The least the verdict is. */
  readonly least: Verdict;
  readonly lines: readonly UsedLine[];
  readonly exceptions: readonly string[];
}

const NOTHING: Actions = { muted: [], redacted: [], least: 'allow', lines: [], exceptions: [] };

/** Asks lines and exceptions about each detection. */
export function chooseActions(
  setting: Setting,
  exceptions: readonly Exception[],
  subject: Subject,
  block: PolicyBlock,
  detections: readonly Detection[],
): Actions {
  if (detections.length === 0) return NOTHING;
  const lists = setting.linesFor(block.tool);
  const muted = new Set<string>();
  const redacted = new Set<string>();
  const least: Verdict[] = [];
  const lines: UsedLine[] = [];
  const used: string[] = [];
  for (const { rule, category, severity } of detections) {
    const exception = exceptions.find((one) => fitsException(one, subject, block, rule));
    if (exception !== undefined) {
      muted.add(rule);
      used.push(exception.id);
      continue;
    }
    const choice = chooseLine(lists, { rule, category, severity, origin: block.origin, side: block.side });
    if (choice === null) continue;
    lines.push({ rule, ...choice });
    if (choice.action === 'allow') muted.add(rule);
    else if (choice.action === 'redact') redacted.add(rule);
    else if (choice.action !== 'score') least.push(choice.action);
  }
  return {
    muted: [...muted].sort(),
    redacted: [...redacted],
    least: worstVerdict(least),
    lines,
    exceptions: [...new Set(used)],
  };
}

function fitsException(
  { rule, origins, scope }: Exception,
  subject: Subject,
  block: PolicyBlock,
  hit: string,
): boolean {
  return (
    rule === hit &&
    (origins === undefined || origins.includes(block.origin)) &&
    (scope.content_hash === undefined || scope.content_hash === block.hash) &&
    (scope.session === undefined || scope.session === subject.session) &&
    (scope.agent === undefined || fitsPattern(scope.agent, subject.agent)) &&
    (scope.key === undefined ||
      fitsPattern(scope.key, subject.key) ||
      fitsPattern(scope.key, subject.key_hash)) &&
    (scope.tool === undefined || fitsPattern(scope.tool, block.tool))
  );
}

/** The engine's verdict, raised where the setting's thresholds or a line are stricter. */
export function raiseVerdict(
  { verdict, score }: Pick<ScanResult, 'verdict' | 'score'>,
  setting: Pick<Setting, 'review_score' | 'block_score'>,
  least: Verdict = 'allow',
): Verdict {
  if (score >= setting.block_score) return 'block';
  return worstVerdict([verdict, least, score >= setting.review_score ? 'review' : 'allow']);
}
