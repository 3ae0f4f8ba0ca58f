import type { Infrastructure } from '@clawnex/proto/http/dashboard/infrastructure.ts';
import { useQuery } from '@tanstack/react-query';
import { Outlet, useParams } from '@tanstack/react-router';
import { failureOf, infrastructureQuery } from '../../api/queries.ts';
import { useLiveState } from '../../live/use-live.ts';
import { useClock } from '../../ui/clock.ts';
import { formatAge, formatBytes, formatCount } from '../../ui/format.ts';
import { Pill, Unknown } from '../../ui/mark.tsx';
import { Facts } from '../../ui/panel.tsx';
import { ScrollRegion } from '../../ui/scroll-region.tsx';
import { FailureState, Skeleton } from '../../ui/states.tsx';
import { Lasting } from '../../ui/time.tsx';
import { DaemonTable } from './daemon-table.tsx';
import css from './infrastructure.module.css';
import { summarize } from './summarize.ts';

/** State of the daemons, the broker and the store, as it changes. */
export function InfrastructurePage() {
  const { data, error, refetch } = useQuery(infrastructureQuery);
  const { daemon: openDaemon } = useParams({ strict: false });
  const live = useLiveState();
  if (data === undefined) {
    if (error === null) return <Skeleton lines={9} />;
    return (
      <FailureState
        what="The state of the suite could not be read."
        failure={failureOf(error)}
        retry={() => void refetch()}
      />
    );
  }
  const stale = live.status === 'lost' || live.status === 'ended';
  return (
    <div className={css['page']}>
      <ScrollRegion label="State of the suite" className={css['content']}>
        <p className={css['summary']}>
          {summarize(data)} {stale ? <ReadAge at={data.read_at} /> : null}
        </p>
        <div className={stale ? css['stale'] : undefined}>
          <DaemonTable daemons={data.daemons} openDaemon={openDaemon ?? null} />
          <div className={css['pair']}>
            <Broker broker={data.broker} />
            <Store store={data.store} />
          </div>
        </div>
      </ScrollRegion>
      <Outlet />
    </div>
  );
}

function ReadAge({ at }: { at: string }) {
  const age = useClock((now) => formatAge(now - Date.parse(at)));
  return <span className={css['dim']}>As it was {age === 'now' ? 'just now' : `${age} ago`}.</span>;
}

const BROKER_AWAY = 'Nobody can be asked while the broker is away';

function Broker({ broker }: { broker: Infrastructure['broker'] }) {
  const figure = (value: number | null, format: (value: number) => string) =>
    value === null ? <Unknown why={BROKER_AWAY} /> : format(value);
  const letters = broker.dead_letters ?? 0;
  return (
    <section className={css['part']}>
      <h2>Broker</h2>
      <Facts
        rows={{
          State: broker.connected ? (
            <Pill shape="disc" tone="ok">
              connected
            </Pill>
          ) : (
            <Pill
              shape="cross"
              tone="critical"
              strong
              title="Daemons keep working and spool what they publish"
            >
              away
            </Pill>
          ),
          [broker.connected ? 'Connected for' : 'Away for']: <Lasting since={broker.since} />,
          Version: broker.server_version ?? <Unknown why={BROKER_AWAY} />,
          'Events in stream': figure(broker.stream_messages, formatCount),
          'Stream size': figure(broker.stream_bytes, formatBytes),
          'Dead letters':
            letters > 0 ? (
              <Pill
                shape="triangle"
                tone="medium"
                title="Events that no consumer could read: clawnex doctor names them"
              >
                {formatCount(letters)}
              </Pill>
            ) : (
              figure(broker.dead_letters, formatCount)
            ),
        }}
      />
    </section>
  );
}

function Store({ store }: { store: Infrastructure['store'] }) {
  const none = 'The store could not be opened';
  const figure = (value: number | null, format: (value: number) => string) =>
    value === null ? <Unknown why={none} /> : format(value);
  return (
    <section className={css['part']}>
      <h2>Store</h2>
      <Facts
        rows={{
          State:
            store.problem === null ? (
              <Pill shape="disc" tone="ok">
                open
              </Pill>
            ) : (
              <Pill shape="cross" tone="critical" strong>
                {store.problem}
              </Pill>
            ),
          'Schema version': figure(store.schema_version, String),
          'Database file': figure(store.file_bytes, formatBytes),
          'Write-ahead log': figure(store.wal_bytes, formatBytes),
        }}
      />
    </section>
  );
}
