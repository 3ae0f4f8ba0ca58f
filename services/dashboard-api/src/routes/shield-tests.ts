import {
  addShieldTest,
  endShieldTest,
  listShieldTests,
  runShieldTests,
} from '@clawnex/proto/http/dashboard/shield-tests.ts';
import { toIso } from '@clawnex/shared/kernel/clock.ts';
import { mountRoute } from '@clawnex/shared/kernel/http/mount-route.ts';
import type { Hono } from 'hono';
import type { Api } from '../api.ts';
import type { RunRow } from '../shield-tests/shield-tests.sql.ts';
import { actorOf } from './published.ts';

export function mountListShieldTests(app: Hono, api: Api): void {
  mountRoute(app, listShieldTests, api.operators, () => {
    const history = api.shieldTests.history();
    const results = api.shieldTests.resultsOf(history[0]);
    const cases = api.shieldTests.cases().map((one) => {
      const result = results.get(one.case_id);
      return {
        ...one,
        actual: result?.verdict ?? null,
        decision: result?.decision ?? null,
        passed: result?.passed ?? null,
        rules: result?.rules ?? [],
        decided_by: result?.decided_by ?? [],
      };
    });
    const suites = [...Map.groupBy(cases, ({ suite }) => suite)].map(([suite, list]) => {
      const ran = list.filter(({ passed }) => passed !== null);
      const count = (wanted: boolean) =>
        ran.length === 0 ? null : ran.filter(({ passed }) => passed === wanted).length;
      return { suite, cases: list.length, passed: count(true), failed: count(false) };
    });
    const last = api.selfTest.last();
    const self_test = last === null ? null : { at: toIso(last.at_ms), ok: last.ok, why: last.why };
    return { ok: true, body: { suites, cases, history: history.map(toRunView), self_test } };
  });
}

export function mountRunShieldTests(app: Hono, api: Api): void {
  mountRoute(app, runShieldTests, api.operators, async ({ caller }) => {
    const ran = await api.shieldTests.run(actorOf(caller));
    return ran.ok ? { ok: true, body: toRunView(ran.run) } : ran;
  });
}

export function mountAddShieldTest(app: Hono, api: Api): void {
  mountRoute(app, addShieldTest, api.operators, async ({ body, caller }) => {
    const added = await api.shieldTests.addCase(body, actorOf(caller));
    return added.ok ? { ok: true, body: { case_id: added.case_id } } : added;
  });
}

export function mountEndShieldTest(app: Hono, api: Api): void {
  mountRoute(app, endShieldTest, api.operators, async ({ params, caller }) => {
    const ended = await api.shieldTests.endCase(params.id, actorOf(caller));
    return ended.ok ? { ok: true, body: { case_id: ended.case_id } } : ended;
  });
}

function toRunView({ run_id, at_ms, by, policy_revision, ruleset, cases_total, cases_failed }: RunRow) {
  return {
    run_id,
    ran_at: toIso(at_ms),
    by,
    policy_revision,
    ruleset,
    cases: cases_total,
    failed: cases_failed,
  };
}
