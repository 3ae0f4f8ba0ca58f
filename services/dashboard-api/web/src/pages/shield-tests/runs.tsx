import { useQuery } from '@tanstack/react-query';
import { failureOf } from '../../api/queries.ts';
import { shieldTestsQuery } from '../../shield/shield-tests.ts';
import { formatCount, formatWord } from '../../ui/format.ts';
import { Pill, Unknown } from '../../ui/mark.tsx';
import { ScrollRegion } from '../../ui/scroll-region.tsx';
import { EmptyState, FailureState, Skeleton } from '../../ui/states.tsx';
import { Exact } from '../../ui/time.tsx';
import { ForeignText } from '../../ui/untrusted.tsx';
import css from './shield-tests.module.css';

/** The runs before, and the last result by suite. */
export function Runs() {
  const { data, error, refetch } = useQuery(shieldTestsQuery);
  if (data === undefined) {
    if (error === null) return <Skeleton lines={8} />;
    return (
      <FailureState
        what="The runs could not be read."
        failure={failureOf(error)}
        retry={() => void refetch()}
      />
    );
  }
  if (data.history.length === 0) {
    return (
      <EmptyState title="The tests have not run yet">
        Under Cases they are run. Nothing of a run is refused to anybody or counted as traffic.
      </EmptyState>
    );
  }
  return (
    <ScrollRegion label="Runs" className={css['runs']}>
      <table className={css['table']}>
        <caption>The last run, by suite</caption>
        <thead>
          <tr>
            <th scope="col">Suite</th>
            <th scope="col">Cases</th>
            <th scope="col">Passed</th>
            <th scope="col">Failed</th>
          </tr>
        </thead>
        <tbody>
          {data.suites.map((suite) => (
            <tr key={suite.suite}>
              <th scope="row">{formatWord(suite.suite)}</th>
              <td>{formatCount(suite.cases)}</td>
              <td>
                {suite.passed === null ? (
                  <Unknown why="It was not in the last run" />
                ) : (
                  formatCount(suite.passed)
                )}
              </td>
              <td>
                <Failed failed={suite.failed} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <table className={css['table']}>
        <caption>Runs, newest first</caption>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">By</th>
            <th scope="col">Policy</th>
            <th scope="col">Cases</th>
            <th scope="col">Failed</th>
            <th scope="col">Ruleset</th>
          </tr>
        </thead>
        <tbody>
          {data.history.map((run) => (
            <tr key={run.run_id}>
              <th scope="row">
                <Exact at={run.ran_at} />
              </th>
              <td>
                <ForeignText text={run.by} />
              </td>
              <td>{run.policy_revision}</td>
              <td>{formatCount(run.cases)}</td>
              <td>
                <Failed failed={run.failed} />
              </td>
              <td>
                <code>{run.ruleset.slice(0, 16)}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function Failed({ failed }: { failed: number | null }) {
  if (failed === null) return <Unknown why="It was not in the last run" />;
  if (failed === 0) return <>0</>;
  return (
    <Pill shape="cross" tone="critical" strong>
      {formatCount(failed)}
    </Pill>
  );
}
