import type { DaemonStatus } from '@clawnex/proto/http/dashboard/infrastructure.ts';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { infrastructureQuery } from '../../api/queries.ts';
import { formatBytes, formatCount, formatMs, formatWord } from '../../ui/format.ts';
import { DaemonPill, Unknown } from '../../ui/mark.tsx';
import { Facts, Panel, Section } from '../../ui/panel.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { Age, Exact, Lasting } from '../../ui/time.tsx';
import { UntrustedText } from '../../ui/untrusted.tsx';

export function DaemonPanel() {
  const { daemon } = useParams({ from: '/frame/infrastructure/$daemon' });
  const navigate = useNavigate();
  const { data } = useQuery(infrastructureQuery);
  const daemons = data?.daemons ?? [];
  const at = daemons.findIndex((each) => each.daemon === daemon);
  const status = daemons[at];
  const step = (to: (typeof daemons)[number] | undefined) =>
    to === undefined
      ? null
      : () =>
          void navigate({
            to: '/infrastructure/$daemon',
            params: { daemon: to.daemon },
            search: (view) => view,
            replace: true,
          });
  return (
    <Panel
      label={`Daemon ${daemon}`}
      title={daemon}
      steps={
        status === undefined
          ? null
          : {
              previous: step(daemons[at - 1]),
              next: step(daemons[at + 1]),
              where: `${at + 1} of ${daemons.length}`,
            }
      }
      onClose={() => void navigate({ to: '/infrastructure', search: (view) => view })}
    >
      {status === undefined ? (
        <EmptyState title="No daemon has this name">The list beside shows those there are.</EmptyState>
      ) : (
        <Detail status={status} />
      )}
    </Panel>
  );
}

function Detail({ status }: { status: DaemonStatus }) {
  const { health } = status;
  const seen =
    status.last_seen === null ? <Unknown why="It has not answered yet" /> : <Exact at={status.last_seen} />;
  return (
    <>
      <Section heading="State">
        <Facts
          rows={{
            State: <DaemonPill status={status} />,
            For: <Lasting since={status.since} />,
            'Last answer': seen,
          }}
        />
      </Section>
      {health === null ? null : (
        <>
          {health.problems.length === 0 ? null : (
            <Section heading="Problems">
              <ul>
                {health.problems.map((problem) => (
                  <li key={problem}>{problem}</li>
                ))}
              </ul>
            </Section>
          )}
          <Section heading="Process">
            <Facts
              rows={{
                Version: health.version,
                'Process id': String(health.pid),
                Started: <Exact at={health.started_at} />,
                Memory: formatBytes(health.memory_bytes),
                'Loop delay': `${formatMs(health.loop_delay_ms)}, the worst in the last minute`,
                Lag:
                  health.lag === null ? (
                    <Unknown why="It neither publishes nor consumes events" />
                  ) : (
                    `${formatCount(health.lag)} events waiting`
                  ),
                'Listens on': health.listens ?? 'nothing',
              }}
            />
          </Section>
          <Section
            heading="Last error"
            meta={health.last_error === null ? null : <Age at={health.last_error.at} suffix=" ago" />}
          >
            {health.last_error === null ? (
              'None since it started.'
            ) : (
              <>
                <Exact at={health.last_error.at} />
                <UntrustedText text={health.last_error.message} label="Message of the last error" />
              </>
            )}
          </Section>
          <Section heading="Counters" meta="since it started">
            {Object.keys(health.counters).length === 0 ? (
              'It counts nothing.'
            ) : (
              <Facts
                rows={Object.fromEntries(
                  Object.entries(health.counters)
                    .sort(([a], [b]) => a.localeCompare(b))
                    .map(([name, count]) => [formatWord(name), formatCount(count)]),
                )}
              />
            )}
          </Section>
        </>
      )}
    </>
  );
}
