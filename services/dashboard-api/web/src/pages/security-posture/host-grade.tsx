import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { failureOf } from '../../api/queries.ts';
import { formatCount, formatWord, plural } from '../../ui/format.ts';
import { Pill, Unknown } from '../../ui/mark.tsx';
import { Exact } from '../../ui/time.tsx';
import { ForeignText } from '../../ui/untrusted.tsx';
import {
  type HostPosture,
  hostHistoryQuery,
  hostPostureQuery,
  vulnerabilitiesQuery,
} from './host-queries.ts';
import css from './security-posture.module.css';

const NOTHING_EVALUATED = 'Nothing could be evaluated';

/** The grade of each host with what it is made of, and the way to its known vulnerabilities. */
export function HostGrades() {
  const { data, error } = useQuery(hostPostureQuery);
  if (error !== null) {
    return (
      <p className={css['grade']} role="alert">
        The grade could not be read. {failureOf(error).message}
      </p>
    );
  }
  return (
    <>
      {data?.hosts.map((host) => (
        <HostGrade key={host.host} posture={host} />
      ))}
      {data === undefined || data.hosts.length === 0 ? null : <VulnerabilityLine />}
    </>
  );
}

function HostGrade({ posture }: { posture: HostPosture }) {
  const { grade } = posture;
  const unknown = grade.score === null;
  return (
    <details className={css['grade']}>
      <summary>
        <strong className={css['letter']} title="A to F; how it comes about stands below">
          {grade.letter ?? <Unknown why={NOTHING_EVALUATED} />}
        </strong>{' '}
        <ForeignText text={posture.host} />: {unknown ? 'no score' : `${grade.score} of 100`},{' '}
        {grade.coverage_percent === null ? 'nothing' : `${grade.coverage_percent} %`} of what applies was
        evaluated, {formatCount(grade.failed)} failed
      </summary>
      <p>{grade.formula}</p>
      {grade.caps.map((cap) => (
        <p key={cap.why}>
          <Pill shape="triangle" tone="medium">
            held at {cap.at}
          </Pill>{' '}
          {cap.why}
        </p>
      ))}
      <div className={css['tables']}>
        <GradeTable posture={posture} />
        <History host={posture.host} />
      </div>
    </details>
  );
}

function GradeTable({ posture: { grade } }: { posture: HostPosture }) {
  return (
    <table className={css['table']}>
      <caption>By category</caption>
      <thead>
        <tr>
          <th scope="col">Category</th>
          <th scope="col">Score</th>
          <th scope="col">Passed</th>
          <th scope="col">Failed</th>
          <th scope="col">Not evaluated</th>
        </tr>
      </thead>
      <tbody>
        {grade.categories.map((part) => (
          <tr key={part.category}>
            <th scope="row">{formatWord(part.category)}</th>
            <td>{part.score ?? <Unknown why={NOTHING_EVALUATED} />}</td>
            <td>{part.passed}</td>
            <td>{part.failed}</td>
            <td>{part.not_evaluated}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function History({ host }: { host: string }) {
  const { data } = useQuery(hostHistoryQuery(host));
  if (data === undefined || data.scans.length === 0) return null;
  const changeOf = (id: string) => data.changes.find(({ snapshot_id }) => snapshot_id === id);
  return (
    <table className={css['table']}>
      <caption>The last scans</caption>
      <thead>
        <tr>
          <th scope="col">When</th>
          <th scope="col">Score</th>
          <th scope="col">Failed</th>
          <th scope="col">Against the one before</th>
        </tr>
      </thead>
      <tbody>
        {data.scans.map((scan) => {
          const change = changeOf(scan.snapshot_id);
          return (
            <tr key={scan.snapshot_id}>
              <th scope="row">
                <Exact at={scan.ended_at} />
              </th>
              <td>{scan.score ?? <Unknown why={NOTHING_EVALUATED} />}</td>
              <td>{scan.failed}</td>
              <td>
                {change === undefined
                  ? 'no change'
                  : `${change.appeared.length} appeared, ${change.resolved.length} resolved, ${change.lost_sight.length} out of sight`}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** How many are known, by how old data: old data never says that there are none. */
function VulnerabilityLine() {
  const { data, error } = useQuery(vulnerabilitiesQuery);
  if (error !== null || data === undefined) return null;
  const exploited = data.rows.filter((row) => row.exploited).length;
  const old = data.rows.some((row) => row.source_age === 'stale' || row.source_age === 'expired');
  if (data.rows.length === 0) {
    return (
      <p className={css['grade']}>
        No vulnerability was found as far as{' '}
        <Link to="/vulnerabilities" search={(view) => view}>
          the advisories at hand
        </Link>{' '}
        tell: they are not all there are.
      </p>
    );
  }
  return (
    <p className={css['grade']}>
      <Link to="/vulnerabilities" search={(view) => view}>
        {plural(data.rows.length, 'known vulnerability', 'known vulnerabilities')}
      </Link>
      {exploited === 0 ? '' : `, ${exploited} of them known to be exploited`}
      {old ? '. The data is old: there may be more.' : '.'}
    </p>
  );
}
