import { useQuery } from '@tanstack/react-query';
import { failureOf } from '../../api/queries.ts';
import type { RouteAnswer } from '../../api/routes.ts';
import { ReadAgain } from '../../list/read-again.tsx';
import { Button } from '../../ui/button.tsx';
import { formatBytes, formatCount, formatSpan, formatWord, plural } from '../../ui/format.ts';
import { Pill, Unknown } from '../../ui/mark.tsx';
import report from '../../ui/report.module.css';
import { ScrollRegion } from '../../ui/scroll-region.tsx';
import { EmptyState, FailureState, Skeleton } from '../../ui/states.tsx';
import { Age, Exact } from '../../ui/time.tsx';
import { ForeignText, UntrustedText } from '../../ui/untrusted.tsx';
import { sourcesQuery } from './session-queries.ts';
import css from './sessions.module.css';

type Status = NonNullable<RouteAnswer<'readWatchStatus'>['status']>;
type Source = Status['sources'][number];
type Progress = Status['bytes'];

const NOT_YET = 'Nothing of it was read yet';

/** What the watcher follows, how far it was read, and what it may not read. */
export function Sources() {
  const query = useQuery(sourcesQuery);
  const { data, error } = query;
  if (data === undefined) {
    if (error === null) return <Skeleton lines={10} />;
    return (
      <FailureState
        what="The watcher could not be asked."
        failure={failureOf(error)}
        retry={() => void query.refetch()}
      />
    );
  }
  const { status } = data;
  if (status === null) {
    return (
      <EmptyState
        title="The watcher does not answer"
        actions={<Button onClick={() => void query.refetch()}>Ask again</Button>}
      >
        What it follows is not known. {data.reason} Infrastructure says since when, and{' '}
        <code>clawnex doctor</code> what to do.
      </EmptyState>
    );
  }
  return (
    <ScrollRegion label="Sources" className={report['report']}>
      <div className={report['head']}>
        <p>
          {plural(status.sources_total, 'log')} followed.{' '}
          {status.unreadable.length === 0
            ? ''
            : `${plural(status.unreadable.length, 'place')} cannot be read.`}{' '}
          {status.rescan === null ? null : (
            <>
              A rescan since <Exact at={new Date(status.rescan.since_ms).toISOString()} /> is under way:{' '}
              {formatCount(status.rescan.sources_left)} of {plural(status.rescan.sources, 'log')} left.
            </>
          )}
        </p>
        <ReadAgain query={query} what="state of the watcher" />
      </div>
      <div className={css['progress']}>
        <ProgressView what="Files" progress={status.bytes} format={formatBytes} />
        <ProgressView what="Rows of databases" progress={status.rows} format={formatCount} />
      </div>
      {status.unreadable.map((place) => (
        <div key={place.path} className={css['unreadable']}>
          <p>
            <Pill shape="dashed" tone="medium" strong>
              cannot be read
            </Pill>{' '}
            <span className={css['mono']}>
              <ForeignText text={place.path} />
            </span>
          </p>
          <UntrustedText text={place.message} label="Why, and what allows it" />
        </div>
      ))}
      {status.sources.length === 0 ? (
        <EmptyState title="No log of an agent was found">
          The watcher looks in the homes it may read, for OpenClaw, Claude Code, Codex, Gemini CLI, opencode
          and Hermes. <code>clawnex watch status</code> says where it looked.
        </EmptyState>
      ) : (
        <SourceTable status={status} />
      )}
    </ScrollRegion>
  );
}

function ProgressView(props: { what: string; progress: Progress; format: (value: number) => string }) {
  const { progress, format } = props;
  if (progress.total === 0) return null;
  const left = progress.total - progress.done;
  const share = Math.floor((100 * progress.done) / progress.total);
  return (
    <p>
      {props.what}:{' '}
      {left <= 0 ? (
        <>all of {format(progress.total)} read.</>
      ) : (
        <>
          {format(progress.done)} of {format(progress.total)} read ({share} %),{' '}
          {progress.per_second === null ? (
            'too little was read to tell how fast'
          ) : (
            <>
              {format(progress.per_second)} a second
              {progress.left_s === null ? '' : `, ${formatSpan(progress.left_s * 1_000)} left`}
            </>
          )}
          .
        </>
      )}
      <progress max={progress.total} value={progress.done} aria-label={`${props.what} read`} />
    </p>
  );
}

function SourceTable({ status }: { status: Status }) {
  return (
    <ScrollRegion label="Logs" className={css['scroll']}>
      <table className={`${report['table']} ${css['table']}`}>
        <caption>
          {status.sources.length < status.sources_total
            ? `The ${formatCount(status.sources.length)} that changed last, of ${formatCount(status.sources_total)}`
            : 'All of them, the last changed first'}
        </caption>
        <thead>
          <tr>
            <th scope="col">Agent</th>
            <th scope="col">Runtime</th>
            <th scope="col">Read</th>
            <th scope="col">Changed</th>
            <th scope="col">Path</th>
          </tr>
        </thead>
        <tbody>
          {status.sources.map((source) => (
            <tr key={`${source.path} ${source.agent}`}>
              <th scope="row">
                <ForeignText text={source.agent} />
              </th>
              <td>{formatWord(source.log_source)}</td>
              <td>
                <Read source={source} />
              </td>
              <td>
                <Age at={new Date(source.modified_ms).toISOString()} suffix=" ago" />
              </td>
              <td className={css['mono']}>
                <ForeignText text={source.path} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function Read({ source }: { source: Source }) {
  const { done, total, unit } = source;
  if (done === null || total === null) return <Unknown why={NOT_YET} />;
  const format = unit === 'bytes' ? formatBytes : formatCount;
  if (done >= total) {
    return (
      <Pill shape="disc" tone="ok" title={`All of ${format(total)}`}>
        to its end
      </Pill>
    );
  }
  return (
    <Pill shape="arc" tone="plain">
      {format(done)} of {format(total)}
    </Pill>
  );
}
