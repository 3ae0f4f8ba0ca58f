import type { POSTURE_SOURCES } from '@clawnex/proto/http/dashboard/findings.ts';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useContext, useMemo } from 'react';
import { failureOf, findingsQuery } from '../api/queries.ts';
import type { RouteAnswer } from '../api/routes.ts';
import { FilterIn } from '../list/filter-in.tsx';
import css from '../list/list.module.css';
import type { ListSpec } from '../list/list-spec.ts';
import { ReadAgain } from '../list/read-again.tsx';
import { RowList } from '../list/row-list.tsx';
import { SeverityTallies } from '../list/severity-tallies.tsx';
import { formatExact, plural } from '../ui/format.ts';
import { Tallies, Tally } from '../ui/tally.tsx';
import { Age } from '../ui/time.tsx';
import { ForeignText } from '../ui/untrusted.tsx';
import { RESULT_LOOKS } from './finding-marks.tsx';
import { type Finding, sortFindings, summarizeFindings } from './finding-order.ts';

type Run = RouteAnswer<'listFindings'>['runs'][number];

interface Props {
  source: (typeof POSTURE_SOURCES)[number];
  spec: ListSpec<Finding>;
  /** `audited`, `scanned`. */
  verb: string;
  empty: ReactNode;
  run: ReactNode;
  /** What the source knows beyond its findings. */
  more: ReactNode;
}

/** Everything the latest runs said, worst first, under the state in a sentence. */
export function FindingsList({ source, spec, verb, empty, run, more }: Props) {
  const query = useQuery(findingsQuery(source));
  const { data, error } = query;
  const rows = useMemo(() => (data === undefined ? undefined : sortFindings(data.rows)), [data]);
  const again = () => void query.refetch();
  return (
    <RowList
      spec={spec}
      rows={rows}
      failure={error === null ? null : failureOf(error)}
      retry={again}
      empty={empty}
      head={(shown) => (
        <>
          <p className={css['sentence']}>{data?.rows.length === 0 ? '' : summarizeFindings(shown)}</p>
          {data?.rows.length === 0 ? null : <Counts rows={shown} />}
          {more}
          <div className={css['about']}>
            {data?.runs.map((last) => (
              <LastRun key={last.host} run={last} verb={verb} />
            ))}
            <ReadAgain query={query} what="results" />
            {run}
          </div>
        </>
      )}
    />
  );
}

function Counts({ rows }: { rows: readonly Finding[] }) {
  const filterIn = useContext(FilterIn);
  const failed = rows.filter((row) => row.result === 'fail');
  return (
    <Tallies>
      <SeverityTallies rows={failed} what="Failed results" />
      {(['not_evaluated', 'pass', 'not_applicable'] as const).map((result) => {
        const count = rows.filter((row) => row.result === result).length;
        if (count === 0) return null;
        return (
          <Tally
            key={result}
            {...RESULT_LOOKS[result]}
            count={count}
            onShow={() => filterIn('result', result)}
          />
        );
      })}
    </Tallies>
  );
}

function LastRun({ run, verb }: { run: Run; verb: string }) {
  return (
    <span title={`Last run ended ${formatExact(run.ended_at)}`}>
      <ForeignText text={run.host} /> {verb} <Age at={run.ended_at} suffix=" ago" />,{' '}
      {plural(run.checks_total, 'check')}
    </span>
  );
}
