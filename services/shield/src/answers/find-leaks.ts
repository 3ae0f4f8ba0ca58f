import type { Detection, LedgerEntry, ScanResult } from '@clawnex/proto/scan.ts';
import { excerptBlock } from '@clawnex/shared/detection/excerpt.ts';
import type { Scanned } from '../scan/scanned.ts';
import type { CanaryFinder } from './find-canaries.ts';
import type { PromptSketch } from './prompt-sketch.ts';

/** Words in a row that are no longer a phrase of the trade. */
const WORDS_REVIEW = 25;
const WORDS_BLOCK = 60;
/** Of the whole system prompt. */
const SHARE_BLOCK = 0.4;
const DETECTIONS_MAX = 64;
const SPANS_MAX = 16;
/** Private networks, the address clouds give away credentials at, and names that no public resolver knows. */
const INTERNAL =
  /(?<![\w.-])(?:10(?:\.\d{1,3}){3}|192\.168(?:\.\d{1,3}){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2}|169\.254\.169\.254|[a-z0-9][a-z0-9-]{0,62}(?:\.[a-z0-9-]{1,63}){0,3}\.(?:internal|corp|intranet|lan))(?![\w-])/gi;

interface Leak {
  readonly detection: Detection;
  readonly score: number;
  readonly reason: string;
}

/** What an answer gives away that no rule can know: this session's system prompt, planted markers, addresses inside. */
export function addLeaks(
  text: string,
  scanned: Scanned,
  { canaries, sketch }: { readonly canaries: CanaryFinder; readonly sketch: PromptSketch | undefined },
): Scanned {
  const leaks = [...findCanaries(text, canaries), ...findPrompt(text, sketch), ...findAddresses(text)];
  if (leaks.length === 0) return scanned;
  const { result } = scanned;
  const worst = leaks.reduce((most, { score }) => Math.max(most, score), 0);
  const ledger = leaks.map(
    ({ detection, score, reason }): LedgerEntry => ({
      source: detection.rule,
      // The score is the worst of what was found, not the sum.
      points: score === worst && worst > result.score ? Math.round((worst - result.score) * 10) / 10 : 0,
      reason: reason.slice(0, 240),
    }),
  );
  const found: ScanResult = {
    verdict: result.verdict,
    score: Math.max(result.score, worst),
    detections: [...leaks.map(({ detection }) => detection), ...result.detections].slice(0, DETECTIONS_MAX),
    ledger: [...ledger, ...result.ledger].slice(0, 80),
  };
  return { result: found, excerpts: excerptBlock(text, found) };
}

function findCanaries(text: string, canaries: CanaryFinder): Leak[] {
  const found = canaries.find(text);
  if (found.length === 0) return [];
  const spans = found.flatMap(({ span }) => span ?? []).slice(0, SPANS_MAX);
  const agents = found.map(({ canary }) => canary.agent).join(', ');
  const detection: Detection = {
    rule: 'shield.canary',
    category: 'output_leak',
    severity: 'critical',
    confidence: 1,
    view: spans.length === found.length ? 'raw' : 'decoded',
    spans,
    count: found.length,
  };
  return [{ detection, score: 97, reason: `holds the marker planted for ${agents}` }];
}

function findPrompt(text: string, sketch: PromptSketch | undefined): Leak[] {
  if (sketch === undefined) return [];
  const { share, words, span } = sketch.compare(text);
  if (span === null || (words < WORDS_REVIEW && share < SHARE_BLOCK)) return [];
  const isLeak = words >= WORDS_BLOCK || share >= SHARE_BLOCK;
  const detection: Detection = {
    rule: 'shield.system_prompt',
    category: 'output_leak',
    severity: isLeak ? 'high' : 'medium',
    confidence: isLeak ? 0.9 : 0.6,
    view: 'raw',
    spans: [span],
    count: 1,
  };
  const reason = `repeats ${words} words in a row, ${Math.round(share * 100)} % of this session's system prompt`;
  return [{ detection, score: isLeak ? 85 : 50, reason }];
}

function findAddresses(text: string): Leak[] {
  const spans = Array.from(text.matchAll(INTERNAL), ({ index, 0: match }) => ({
    start: index,
    end: index + match.length,
  }));
  if (spans.length === 0) return [];
  const detection: Detection = {
    rule: 'shield.internal_address',
    category: 'output_leak',
    severity: 'info',
    confidence: 0.5,
    view: 'raw',
    spans: spans.slice(0, SPANS_MAX),
    count: spans.length,
  };
  return [{ detection, score: 5, reason: 'names an address inside the network' }];
}
