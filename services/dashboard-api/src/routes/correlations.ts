import {
  listCorrelationRules,
  readCorrelationRules,
  readThreat,
  tryCorrelationRules,
  writeCorrelationRules,
} from '@clawnex/proto/http/dashboard/correlations.ts';
import { toIso } from '@clawnex/shared/kernel/clock.ts';
import { mountRoute } from '@clawnex/shared/kernel/http/mount-route.ts';
import { failure } from '@clawnex/shared/kernel/http/result.ts';
import type { Hono } from 'hono';
import type { Api } from '../api.ts';
import { actorOf } from './published.ts';

const maybeIso = (time_ms: number | null) => (time_ms === null ? null : toIso(time_ms));

export function mountReadThreat(app: Hono, api: Api): void {
  mountRoute(app, readThreat, api.operators, async () => {
    const answer = await api.askCorrelator('correlation_state', {});
    if (!answer.ok) return answer;
    const { read_at_ms, ...threat } = answer.value.threat;
    return { ok: true, body: { ...threat, read_at: toIso(read_at_ms) } };
  });
}

export function mountListCorrelationRules(app: Hono, api: Api): void {
  mountRoute(app, listCorrelationRules, api.operators, async () => {
    const answer = await api.askCorrelator('correlation_state', {});
    if (!answer.ok) return answer;
    const rows = answer.value.rules.map(({ last_ms, ...row }) => ({ ...row, last_at: maybeIso(last_ms) }));
    return { ok: true, body: { rows } };
  });
}

export function mountReadCorrelationRules(app: Hono, api: Api): void {
  mountRoute(app, readCorrelationRules, api.operators, () => {
    const desk = api.desks.correlation_rules;
    return { ok: true, body: { ...desk.current(), published: desk.publisher.published() } };
  });
}

export function mountTryCorrelationRules(app: Hono, api: Api): void {
  mountRoute(app, tryCorrelationRules, api.operators, async ({ body }) => {
    const answer = await api.askCorrelator('try_rules', { yaml: body.yaml });
    if (!answer.ok) return answer;
    const { from_ms, to_ms, alerts, ...outcome } = answer.value;
    return {
      ok: true,
      body: {
        ...outcome,
        from: maybeIso(from_ms),
        to: maybeIso(to_ms),
        alerts: alerts.map(({ at_ms, ...alert }) => ({ ...alert, at: toIso(at_ms) })),
      },
    };
  });
}

export function mountWriteCorrelationRules(app: Hono, api: Api): void {
  mountRoute(app, writeCorrelationRules, api.operators, async ({ body, caller }) => {
    const { yaml, reason, revision } = body;
    const tried = await api.askCorrelator('try_rules', { yaml });
    if (!tried.ok) return tried;
    const [problem] = tried.value.problems;
    if (problem !== undefined) {
      const { line, column, pointer, message } = problem;
      return failure(
        'bad_request',
        `Line ${line}, column ${column}: ${pointer} ${message}. Nothing was changed.`.slice(0, 590),
        'body.yaml',
      );
    }
    const failed = tried.value.tests.find((each) => each.failure !== null);
    if (failed !== undefined) {
      return failure(
        'bad_request',
        `The test "${failed.name}" ${failed.failure ?? 'fails'}. Nothing was changed.`.slice(0, 590),
        'body.yaml',
      );
    }
    const note = {
      by: actorOf(caller),
      action: 'correlation_rules_changed',
      target: 'correlation_rules',
      reason,
      detail: { length: yaml.length },
    };
    const changed = await api.desks.correlation_rules.change(note, (before) => {
      if (before.revision === revision) return { ok: true, value: { ...before, yaml } };
      return failure(
        'conflict',
        'Somebody else changed the correlation rules meanwhile. Look at them again.',
        'body.revision',
      );
    });
    return changed.ok
      ? { ok: true, body: { revision: revision + 1, published: changed.published } }
      : changed;
  });
}
