import {
  checkOwnRules,
  dryRunOwnRules,
  readOwnRules,
  writeOwnRules,
} from '@clawnex/proto/http/dashboard/own-rules.ts';
import { checkOwnRules as check, withOwnRules } from '@clawnex/shared/detection/own-rules.ts';
import { toIso } from '@clawnex/shared/kernel/clock.ts';
import { mountRoute } from '@clawnex/shared/kernel/http/mount-route.ts';
import { failure } from '@clawnex/shared/kernel/http/result.ts';
import { prepareQuery } from '@clawnex/shared/store/statement.ts';
import type { Hono } from 'hono';
import type { Api } from '../api.ts';
import { dryRun, JUDGEMENTS_MAX } from '../own-rules/dry-run.ts';
import { readEvidence } from '../own-rules/excerpts.sql.ts';
import { actorOf } from './published.ts';

const DAY_MS = 24 * 3_600_000;
const FAULTS_SHOWN = 50;

export function mountReadOwnRules(app: Hono, api: Api): void {
  mountRoute(app, readOwnRules, api.operators, () => {
    const desk = api.desks.own_rules;
    return { ok: true, body: { ...desk.current(), published: desk.publisher.published() } };
  });
}

export function mountWriteOwnRules(app: Hono, api: Api): void {
  mountRoute(app, writeOwnRules, api.operators, async ({ body, caller }) => {
    const checked = check(body.yaml);
    if (!checked.ok) return refuse(checked.errors);
    const { yaml, reason, revision } = body;
    const rules = checked.rules.length;
    const note = {
      by: actorOf(caller),
      action: 'own_rules_changed',
      target: 'own_rules',
      reason,
      detail: { rules },
    };
    const desk = api.desks.own_rules;
    const changed = await desk.change(note, (before) => {
      if (before.revision === revision) return { ok: true, value: { ...before, yaml } };
      return failure(
        'conflict',
        'Somebody else changed the own rules meanwhile. Look at them again.',
        'body.revision',
      );
    });
    if (!changed.ok) return changed;
    return { ok: true, body: { revision: revision + 1, rules, published: changed.published } };
  });
}

export function mountCheckOwnRules(app: Hono, api: Api): void {
  mountRoute(app, checkOwnRules, api.operators, ({ body }) => {
    const checked = check(body.yaml);
    const faults = checked.ok ? [] : checked.errors.slice(0, FAULTS_SHOWN).map((error) => ({ ...error }));
    return { ok: true, body: { ok: checked.ok, rules: checked.ok ? checked.rules.length : 0, faults } };
  });
}

export function mountDryRunOwnRules(app: Hono, api: Api): void {
  const read = prepareQuery(api.reader, readEvidence);
  mountRoute(app, dryRunOwnRules, api.operators, async ({ body }) => {
    const checked = check(body.yaml);
    if (!checked.ok) return refuse(checked.errors);
    const made = withOwnRules(checked.rules);
    if (!made.ok) return refuse(made.errors);
    const from_ms = api.clock.now() - body.days * DAY_MS;
    const stored = read.all({ from_ms, limit: JUDGEMENTS_MAX });
    const names = checked.rules.map(({ id }) => id);
    const { excerpts, rules } = await dryRun(made.ruleset, names, stored);
    const complete = stored.length < JUDGEMENTS_MAX;
    return { ok: true, body: { from: toIso(from_ms), judgements: stored.length, excerpts, complete, rules } };
  });
}

function refuse(
  errors: readonly { readonly rule: string; readonly where: string; readonly message: string }[],
) {
  const [first] = errors;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  const text = `${first?.rule ?? ''} ${first?.where ?? ''}: ${first?.message ?? ''}${more}. Nothing was changed.`;
  return failure('bad_request', text.trim().slice(0, 590), `body.yaml${first?.where ?? ''}`.slice(0, 200));
}
