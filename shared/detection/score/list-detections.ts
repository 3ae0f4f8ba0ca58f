import type { Detection, Span } from '@clawnex/proto/scan.ts';
import type { Hit } from '../hit-list.ts';
import { MODEL_RULE } from '../model/model-rule.ts';
import type { Suspicion } from '../model/suspicion.ts';
import { WEIGHTS } from './evidence.ts';

const MAX_DETECTIONS = 64;
const MAX_SPANS = 16;
/** A suspicion weaker than this is no finding of its own. */
const SUSPICION_SHOWN = 0.3;
const SUSPICION_HIGH = 0.7;

/** Strongest first; the hits of one rule in one reading are one detection. */
export function listDetections(hits: readonly Hit[], suspicions: readonly Suspicion[]): Detection[] {
  const byRule = new Map<string, { hit: Hit; spans: Span[]; count: number }>();
  for (const hit of hits) {
    const key = `${hit.rule.id} ${hit.view}`;
    const entry = byRule.get(key) ?? { hit, spans: [], count: 0 };
    entry.count++;
    if (entry.spans.length < MAX_SPANS) entry.spans.push({ start: hit.start, end: hit.end });
    byRule.set(key, entry);
  }
  const detections = [...byRule.values()].map(({ hit, spans, count }): Detection => {
    const { id, category, severity, confidence } = hit.rule;
    return { rule: id, category, severity, confidence, view: hit.view.slice(0, 64), spans, count };
  });
  detections.push(...listSuspicions(suspicions));
  return detections
    .sort((a, b) => WEIGHTS[b.severity] * b.confidence - WEIGHTS[a.severity] * a.confidence)
    .slice(0, MAX_DETECTIONS);
}

function listSuspicions(suspicions: readonly Suspicion[]): Detection[] {
  const shown = suspicions.filter(({ weight }) => weight >= SUSPICION_SHOWN);
  return [...Map.groupBy(shown, ({ view }) => view)].map(([view, list]) => {
    const sorted = list.sort((a, b) => b.logit - a.logit);
    const weight = sorted[0]?.weight ?? 0;
    return {
      rule: MODEL_RULE.id,
      category: sorted[0]?.category ?? MODEL_RULE.category,
      severity: weight >= SUSPICION_HIGH ? 'high' : 'medium',
      confidence: Math.round(weight * 100) / 100,
      view: view.slice(0, 64),
      spans: sorted.slice(0, MAX_SPANS).map(({ start, end }) => ({ start, end })),
      count: list.length,
    };
  });
}
