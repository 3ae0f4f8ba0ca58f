import type { DaemonStatus } from '@clawnex/proto/http/dashboard/infrastructure.ts';
import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { formatBytes, formatClock, formatCount, formatExact, formatMs } from '../../ui/format.ts';
import { useKeys } from '../../ui/keys.ts';
import { DaemonPill, Unknown } from '../../ui/mark.tsx';
import { Age, Lasting } from '../../ui/time.tsx';
import css from './infrastructure.module.css';

/** One row per daemon. What a daemon that no longer answers last said is dimmed and has its age. */
export function DaemonTable({
  daemons,
  openDaemon,
}: {
  daemons: readonly DaemonStatus[];
  openDaemon: string | null;
}) {
  const navigate = useNavigate();
  const open = (step: number) => {
    const at = daemons.findIndex((status) => status.daemon === openDaemon);
    const to = daemons[Math.min(Math.max(at + step, 0), daemons.length - 1)];
    if (to === undefined) return;
    void navigate({
      to: '/infrastructure/$daemon',
      params: { daemon: to.daemon },
      search: (view) => view,
      replace: openDaemon !== null,
    });
  };
  useKeys({ down: () => open(1), up: () => open(-1), next: () => open(1), previous: () => open(-1) });
  return (
    <div className={css['scroll']}>
      <table className={css['table']}>
        <caption className="visually-hidden">The daemons</caption>
        <thead>
          <tr>
            <th scope="col">Daemon</th>
            <th scope="col">State</th>
            <th scope="col" className={css['num']} title="Time since the daemon started">
              Up
            </th>
            <th
              scope="col"
              className={css['num']}
              title="Events waiting: in the spool for publishers, on the stream for consumers"
            >
              Lag, events
            </th>
            <th scope="col" className={css['num']} title="Resident memory of the process">
              Memory
            </th>
            <th scope="col" className={css['num']} title="Worst delay of the event loop in the last minute">
              Loop delay
            </th>
            <th scope="col" title="What it is missing, else its last error">
              Problem
            </th>
            <th scope="col" className={css['minor']}>
              Listens on
            </th>
            <th scope="col" className={css['minor']}>
              Version
            </th>
          </tr>
        </thead>
        <tbody>
          {daemons.map((status) => (
            <DaemonRow key={status.daemon} status={status} open={status.daemon === openDaemon} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

const NEVER_ANSWERED = 'It has not answered yet';

function DaemonRow({ status, open }: { status: DaemonStatus; open: boolean }) {
  const { health, presence } = status;
  const said = (value: ReactNode) => (health === null ? <Unknown why={NEVER_ANSWERED} /> : value);
  return (
    <tr data-open={open ? '' : undefined} data-quiet={presence === 'answering' ? undefined : ''}>
      <th scope="row">
        <Link
          to="/infrastructure/$daemon"
          params={{ daemon: status.daemon }}
          search={(view) => view}
          className={css['link']}
        >
          {status.daemon}
        </Link>
      </th>
      <td>
        <DaemonPill status={status} />
        {presence === 'answering' ? null : (
          <span title={formatExact(status.since)}> since {formatClock(Date.parse(status.since))}</span>
        )}
      </td>
      <td className={css['num']} data-label="up ">
        {presence !== 'answering' || health === null ? (
          <Unknown why="It does not answer, so nobody knows whether it runs" />
        ) : (
          <Lasting since={health.started_at} />
        )}
      </td>
      <td className={`${css['num']} ${css['figure']}`}>
        {said(
          health?.lag == null ? (
            <Unknown why="It neither publishes nor consumes events" />
          ) : (
            formatCount(health.lag)
          ),
        )}
      </td>
      <td className={`${css['num']} ${css['figure']}`}>{said(formatBytes(health?.memory_bytes ?? 0))}</td>
      <td className={`${css['num']} ${css['figure']}`}>{said(formatMs(health?.loop_delay_ms ?? 0))}</td>
      <td className={css['wide']}>
        <Problem status={status} />
      </td>
      <td className={css['minor']}>{said(health?.listens ?? <span className={css['dim']}>nothing</span>)}</td>
      <td className={css['minor']}>{said(health?.version)}</td>
    </tr>
  );
}

/** What needs a look: problems first, else the last error, else nothing. */
function Problem({ status }: { status: DaemonStatus }) {
  const { health, presence, last_seen: lastSeen } = status;
  if (presence === 'unseen') return <>Not seen since the dashboard-api started. Is its unit running?</>;
  if (presence === 'silent' || presence === 'unknown') {
    return (
      <>
        {lastSeen === null ? (
          'Never seen.'
        ) : (
          <>
            Figures are <Age at={lastSeen} /> old.
          </>
        )}{' '}
        {presence === 'silent' ? 'See its log.' : ''}
      </>
    );
  }
  if (health === null) return null;
  if (health.problems.length > 0) {
    return (
      <>
        {health.problems.map((problem) => (
          <span key={problem} className={css['problem']}>
            {problem}
          </span>
        ))}
      </>
    );
  }
  if (health.last_error !== null) {
    return (
      <span className={css['dim']}>
        Last error <Age at={health.last_error.at} suffix=" ago" />: {health.last_error.message}
      </span>
    );
  }
  return <span className={css['none']}>none</span>;
}
