import { moderate } from '@clawnex/proto/http/shield.ts';
import { CATEGORIES } from '@clawnex/proto/scan.ts';
import { type MountOptions, mountRoute } from '@clawnex/shared/kernel/http/mount-route.ts';
import { newId } from '@clawnex/shared/kernel/ids.ts';
import type { Hono } from 'hono';
import { type ScannedText, scanTexts, type TextScannerOptions } from './scan-texts.ts';

/** The name under which the engine answers where OpenAI names a model. */
const MODEL = 'clawnex-shield';

/**
 * `POST /v1/moderations`, OpenAI's shape: a list of texts gets one result each, a list of content parts gets one result
 * together. Parts without text (images) are not judged.
 */
export function mountModerate(app: Hono, options: MountOptions<unknown>, scanner: TextScannerOptions): void {
  mountRoute(app, moderate, options, async ({ body, context }) => {
    const groups = groupInput(body.input);
    const texts = groups.flat().map((text) => ({ text, origin: 'user' as const }));
    const answer = await scanTexts(scanner, context, 'moderation', texts);
    if (!answer.ok) return answer;
    let next = 0;
    const results = groups.map((group) => {
      const scanned = answer.scanned.slice(next, next + group.length);
      next += group.length;
      return toResult(scanned);
    });
    return { ok: true, body: { id: `modr-${newId()}`, model: MODEL, results } };
  });
}

type Input = string | readonly (string | { readonly text?: string | undefined })[];

function groupInput(input: Input): string[][] {
  if (typeof input === 'string') return [[input]];
  const isTexts = input.every((part) => typeof part === 'string');
  const texts = input.flatMap((part) =>
    typeof part === 'string' ? [part] : part.text === undefined ? [] : [part.text],
  );
  return isTexts ? texts.map((text) => [text]) : [texts];
}

/** A category's score is the confidence of its surest detection. */
function toResult(scanned: readonly ScannedText[]) {
  const flagged = scanned.some(({ verdict }) => verdict !== 'allow');
  const category_scores: Record<string, number> = Object.fromEntries(CATEGORIES.map((name) => [name, 0]));
  for (const { result } of scanned) {
    for (const { category, confidence } of result.detections) {
      category_scores[category] = Math.max(category_scores[category] ?? 0, confidence);
    }
  }
  const categories = Object.fromEntries(
    CATEGORIES.map((name) => [name, flagged && (category_scores[name] ?? 0) > 0]),
  );
  return { flagged, categories, category_scores };
}
