import { SCAN_TEXT_LENGTH_MAX, SCAN_VIEWS_MAX, scanText } from '@clawnex/proto/http/dashboard/scan-text.ts';
import { scan } from '@clawnex/shared/detection/engine.ts';
import { findHits, searchChunks } from '@clawnex/shared/detection/find-hits.ts';
import { readOwnRules, withOwnRules } from '@clawnex/shared/detection/own-rules.ts';
import type { Ruleset } from '@clawnex/shared/detection/ruleset.ts';
import { mountRoute } from '@clawnex/shared/kernel/http/mount-route.ts';
import { failure } from '@clawnex/shared/kernel/http/result.ts';
import type { Hono } from 'hono';
import type { Api } from '../api.ts';

export function mountScanText(app: Hono, api: Api): void {
  const rulesInForce = keepRuleset();
  mountRoute(app, scanText, api.operators, ({ body }) => {
    const ruleset = rulesInForce(api.desks.own_rules.current().yaml);
    if (ruleset === null) return failure('unavailable', 'The own rules cannot be read. Look at them first.');
    const began = performance.now();
    const result = scan(body, ruleset);
    const took_us = Math.round((performance.now() - began) * 1_000);
    const { views, left } = readViews(body.text, ruleset);
    const rules = [...new Set(result.detections.map(({ rule }) => rule))].flatMap((id) => {
      const info = ruleset.rules.get(id);
      if (info === undefined) return [];
      const { title, category, severity, why, verify } = info;
      return [{ id, title, category, severity, why, verify }];
    });
    return {
      ok: true,
      body: { ruleset: ruleset.version, took_us, result, views, views_left_out: left, rules },
    };
  });
}

/** The ruleset of the own rules asked for last: compiling them takes longer than a scan. */
function keepRuleset(): (yaml: string) => Ruleset | null {
  let kept: { readonly yaml: string; readonly ruleset: Ruleset | null } | undefined;
  return (yaml) => {
    if (kept?.yaml === yaml) return kept.ruleset;
    const read = readOwnRules(yaml);
    const made = read.ok ? withOwnRules(read.rules) : read;
    kept = { yaml, ruleset: made.ok ? made.ruleset : null };
    return kept.ruleset;
  };
}

/** The readings of the text in the order in which they are searched. */
function readViews(text: string, { matcher }: Ruleset) {
  const views: { name: string; text: string }[] = [];
  let left = 0;
  findHits(text, matcher, (each, view, onMatch) => {
    if (views.length < SCAN_VIEWS_MAX) {
      views.push({ name: view.name, text: view.text.slice(0, SCAN_TEXT_LENGTH_MAX) });
    } else left += 1;
    return searchChunks(each, view, onMatch);
  });
  return { views, left };
}
