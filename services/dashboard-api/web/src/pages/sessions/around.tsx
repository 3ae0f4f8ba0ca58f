import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { failureOf } from '../../api/queries.ts';
import type { RouteAnswer } from '../../api/routes.ts';
import { copySaying } from '../../list/copy-saying.ts';
import { ReadAgain } from '../../list/read-again.tsx';
import { Button } from '../../ui/button.tsx';
import { formatCount, formatWord, plural } from '../../ui/format.ts';
import { Unknown } from '../../ui/mark.tsx';
import report from '../../ui/report.module.css';
import { ScrollRegion } from '../../ui/scroll-region.tsx';
import { EmptyState, FailureState, Skeleton } from '../../ui/states.tsx';
import { Age, Exact } from '../../ui/time.tsx';
import { ForeignText, UntrustedText } from '../../ui/untrusted.tsx';
import { isFilterable, resolveRange } from '../../view-search.ts';
import { bypassesQuery } from './session-queries.ts';
import { NO_AGENT } from './session-spec.tsx';
import css from './sessions.module.css';

type Bypass = RouteAnswer<'listBypasses'>['rows'][number];

/** Which agents called models that nobody inspected, and how to route them. */
export function AroundTheProxy() {
  const view = useSearch({ from: '/frame' });
  const query = useQuery(bypassesQuery(view));
  const { data, error } = query;
  const { label } = resolveRange(view, Date.now());
  if (data === undefined) {
    if (error === null) return <Skeleton lines={8} />;
    return (
      <FailureState
        what="What went around the proxy could not be read."
        failure={failureOf(error)}
        retry={() => void query.refetch()}
      />
    );
  }
  const calls = data.rows.reduce((sum, row) => sum + row.calls, 0);
  return (
    <ScrollRegion label="Around the proxy" className={report['report']}>
      <div className={report['head']}>
        <p>
          {calls === 0
            ? `No call is known to have gone around the proxy, ${label}.`
            : `${plural(data.rows.length, 'agent')} made ${plural(calls, 'call')} that nobody inspected, ${label}.`}{' '}
          {data.proxy_only === 0
            ? ''
            : `${plural(data.proxy_only, 'call')} of the proxy ${data.proxy_only === 1 ? 'is' : 'are'} in no agent’s log.`}
        </p>
        <ReadAgain query={query} what="report" />
      </div>
      {data.rows.length === 0 ? (
        <EmptyState title="Nothing went around">
          That holds for the logs the watcher can read; what it cannot is under Sources.
        </EmptyState>
      ) : (
        data.rows.map((row) => (
          <BypassView key={`${row.host} ${row.instance} ${row.agent} ${row.log_source}`} row={row} />
        ))
      )}
    </ScrollRegion>
  );
}

function BypassView({ row }: { row: Bypass }) {
  return (
    <article className={css['bypass']}>
      <h2>
        {row.agent === null ? <Unknown why={NO_AGENT} /> : <ForeignText text={row.agent} />}{' '}
        <span className={css['dim']}>
          on <ForeignText text={row.host} />, {formatWord(row.log_source)}
        </span>
      </h2>
      <p>
        {plural(row.calls, 'call')} nobody inspected, {formatCount(row.calls_seen)} the proxy saw; the first{' '}
        <Exact at={row.since} />, the last <Age at={row.last_at} suffix=" ago" />. To{' '}
        {row.models.length === 0 ? (
          <Unknown why="The log does not name the models" />
        ) : (
          row.models.map((model, index) => (
            <span key={model}>
              {index === 0 ? '' : ', '}
              <ForeignText text={model} />
            </span>
          ))
        )}
        .
      </p>
      <p className={css['dim']}>How to route it through the proxy:</p>
      <UntrustedText text={row.how_to_route} label="How to route it" />
      <div className={css['actions']}>
        <Button onClick={() => void copySaying('How to route', row.how_to_route)}>Copy</Button>
        {row.agent !== null && isFilterable(row.agent) ? (
          <Link
            to="/sessions/log"
            search={({ ...view }) => ({ ...view, agent: row.agent ?? '', match: 'around_the_proxy' })}
          >
            Its sessions
          </Link>
        ) : null}
      </div>
    </article>
  );
}
