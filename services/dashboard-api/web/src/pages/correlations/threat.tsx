import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { failureOf } from '../../api/queries.ts';
import { ReadAgain } from '../../list/read-again.tsx';
import { formatCount } from '../../ui/format.ts';
import { SeverityPill } from '../../ui/mark.tsx';
import report from '../../ui/report.module.css';
import { ScrollRegion } from '../../ui/scroll-region.tsx';
import { FailureState, Skeleton } from '../../ui/states.tsx';
import { ForeignText } from '../../ui/untrusted.tsx';
import { threatQuery } from './correlation-queries.ts';
import css from './correlations.module.css';

/** One number for the fleet, with its formula and everything in it. */
export function Threat() {
  const query = useQuery(threatQuery);
  const { data, error } = query;
  if (data === undefined) {
    if (error === null) return <Skeleton lines={8} />;
    return (
      <FailureState
        what="The threat score could not be read."
        failure={failureOf(error)}
        retry={() => void query.refetch()}
      />
    );
  }
  return (
    <ScrollRegion label="Threat score" className={report['report']}>
      <div className={report['head']}>
        <p>
          <strong className={css['score']}>{formatCount(Math.round(data.score))}</strong> of 100 is the threat
          to the fleet now. <span className={css['dim']}>{data.formula}</span>
        </p>
        <ReadAgain query={query} what="threat score" />
      </div>
      {data.contributions.length === 0 ? (
        <p>Nothing weighs: no incident has risk left.</p>
      ) : (
        <table className={report['table']}>
          <caption>What it is made of, the heaviest first</caption>
          <thead>
            <tr>
              <th scope="col">Points</th>
              <th scope="col">Severity</th>
              <th scope="col">Incident</th>
              <th scope="col">Who</th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
            {data.contributions.map((each) => (
              <tr key={`${each.incident_id} ${each.entity.kind} ${each.entity.id}`}>
                <td>{each.points.toFixed(1)}</td>
                <td>
                  <SeverityPill severity={each.severity} />
                </td>
                <th scope="row">
                  <Link to="/incidents/$id" params={{ id: each.incident_id }} search={(view) => view}>
                    <ForeignText text={each.title} />
                  </Link>
                </th>
                <td>
                  <span className={css['dim']}>{each.entity.kind}</span> <ForeignText text={each.entity.id} />
                </td>
                <td className={css['wide']}>
                  <ForeignText text={each.why} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </ScrollRegion>
  );
}
