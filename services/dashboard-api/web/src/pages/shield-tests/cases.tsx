import { PERMISSION } from '@clawnex/proto/permission-names.ts';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useContext, useMemo, useState } from 'react';
import { call } from '../../api/client.ts';
import { failureOf, unwrap } from '../../api/queries.ts';
import { FilterIn } from '../../list/filter-in.tsx';
import css from '../../list/list.module.css';
import { ReadAgain } from '../../list/read-again.tsx';
import { RowList } from '../../list/row-list.tsx';
import { CaseDialog } from '../../shield/case-dialog.tsx';
import {
  type CaseRow,
  type ShieldTests,
  shieldTestsChanged,
  shieldTestsQuery,
} from '../../shield/shield-tests.ts';
import { Button } from '../../ui/button.tsx';
import { plural } from '../../ui/format.ts';
import { useDenial } from '../../ui/frame/me.ts';
import { Pill, Unknown } from '../../ui/mark.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { Tallies, Tally } from '../../ui/tally.tsx';
import { Age } from '../../ui/time.tsx';
import { say } from '../../ui/toast.tsx';
import { CASE_SPEC } from './case-spec.tsx';

/** Every case with what is expected of it and what came of it. */
export function Cases() {
  const query = useQuery(shieldTestsQuery);
  const { data, error } = query;
  const [adding, setAdding] = useState(false);
  const denial = useDenial(PERMISSION.changePolicy, 'run and add shield tests', ['admin', 'responder']);
  const run = useMutation({
    mutationFn: async () => unwrap(await call('runShieldTests', { body: {} })),
    onSuccess: ({ cases, failed }) =>
      say(
        failed === 0
          ? `All ${plural(cases, 'case')} passed.`
          : `${plural(failed, 'case')} of ${cases} failed.`,
      ),
    onSettled: shieldTestsChanged,
  });
  const rows = useMemo(() => (data === undefined ? undefined : failedFirst(data.cases)), [data]);
  return (
    <>
      <RowList
        spec={CASE_SPEC}
        rows={rows}
        failure={error === null ? null : failureOf(error)}
        retry={() => void query.refetch()}
        head={(shown) => (
          <>
            <p className={css['sentence']}>{data === undefined ? '' : <Summary tests={data} />}</p>
            {run.error === null ? null : (
              <p className={css['sentence']} role="alert">
                <Pill shape="cross" tone="critical" strong>
                  The tests did not run.
                </Pill>{' '}
                {failureOf(run.error).message}
              </p>
            )}
            <Tallies>
              <Counts rows={shown} />
              <ReadAgain query={query} what="tests" />
              <Button disabledReason={denial} onClick={() => setAdding(true)}>
                Add a test…
              </Button>
              <Button
                kind="primary"
                disabledReason={denial ?? (run.isPending ? 'They are running' : null)}
                onClick={() => run.mutate()}
              >
                {run.isPending ? 'Running…' : 'Run all now'}
              </Button>
            </Tallies>
          </>
        )}
        empty={
          <EmptyState title="There are no cases">The built-in suites are missing from this build.</EmptyState>
        }
      />
      {adding ? <CaseDialog asked={null} onClose={() => setAdding(false)} /> : null}
    </>
  );
}

function Summary({ tests }: { tests: ShieldTests }) {
  const [last] = tests.history;
  return (
    <>
      {last === undefined ? (
        'The tests have not run yet.'
      ) : (
        <>
          {last.failed === 0
            ? `All ${plural(last.cases, 'case')} were judged as expected`
            : `${plural(last.failed, 'case')} of ${last.cases} ${last.failed === 1 ? 'was' : 'were'} not judged as expected`}
          , <Age at={last.ran_at} suffix=" ago" />, under policy {last.policy_revision}.
        </>
      )}{' '}
      <SelfTest test={tests.self_test} />
    </>
  );
}

/** The call that runs through the whole shield by itself: whether protection is awake. */
function SelfTest({ test }: { test: ShieldTests['self_test'] }) {
  if (test === null) {
    return (
      <>
        Self-test: <Unknown why="None has run since the dashboard-api started" />
      </>
    );
  }
  return (
    <>
      <Pill
        shape={test.ok ? 'disc' : 'octagon'}
        tone={test.ok ? 'ok' : 'critical'}
        strong={!test.ok}
        title={test.why}
      >
        {test.ok ? 'self-test passed' : 'the shield is blind'}
      </Pill>{' '}
      <Age at={test.at} suffix=" ago" />
      {test.ok ? '.' : `: ${test.why}`}
    </>
  );
}

function Counts({ rows }: { rows: readonly CaseRow[] }) {
  const filterIn = useContext(FilterIn);
  const count = (passed: boolean | null) => rows.filter((row) => row.passed === passed).length;
  return (
    <>
      <Tally
        shape="cross"
        tone="critical"
        count={count(false)}
        word="failed"
        about="Cases not judged as expected in the last run"
        onShow={() => filterIn('result', 'failed')}
      />
      <Tally
        shape="disc"
        tone="ok"
        count={count(true)}
        word="passed"
        about="Cases judged as expected in the last run"
        onShow={() => filterIn('result', 'passed')}
      />
      {count(null) === 0 ? null : (
        <Tally
          shape="dashed"
          tone="dim"
          count={count(null)}
          word="not run"
          about="Cases that were not in the last run"
          onShow={() => filterIn('result', 'not_run')}
        />
      )}
    </>
  );
}

function failedFirst(rows: readonly CaseRow[]): readonly CaseRow[] {
  const rank = ({ passed }: CaseRow) => (passed === false ? 0 : passed === null ? 1 : 2);
  return [...rows].sort((a, b) => rank(a) - rank(b));
}
