import { PERMISSION } from '@clawnex/proto/permission-names.ts';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import { failureOf } from '../../api/queries.ts';
import { Value } from '../../list/filter-in.tsx';
import css from '../../list/list.module.css';
import type { ListSpec } from '../../list/list-spec.ts';
import { storedColumns } from '../../list/list-tools.tsx';
import { ReadAgain } from '../../list/read-again.tsx';
import { RowList } from '../../list/row-list.tsx';
import { RowPanel } from '../../list/row-panel.tsx';
import { ContainDialog, STOP_KINDS } from '../../shield/contain-dialog.tsx';
import { controlsChanged, type StopRow, saidAs, stopsQuery } from '../../shield/controls.ts';
import { ActDialog, ActText } from '../../ui/act-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import { CopyValue } from '../../ui/copy.tsx';
import { plural } from '../../ui/format.ts';
import { useDenial } from '../../ui/frame/me.ts';
import { useKeys } from '../../ui/keys.ts';
import { Facts, Section } from '../../ui/panel.tsx';
import { EmptyState, Skeleton } from '../../ui/states.tsx';
import { Age, Exact, Left } from '../../ui/time.tsx';
import { say } from '../../ui/toast.tsx';
import { ForeignText, UntrustedText } from '../../ui/untrusted.tsx';
import shieldCss from './shield.module.css';

const SPEC: ListSpec<StopRow> = {
  base: '/shield/containment',
  order: 'latest first',
  noun: ['stop', 'stops'],
  rowId: (row) => row.id,
  fields: { kind: (row) => [row.kind], owner: (row) => [row.by] },
  columns: [
    {
      id: 'kind',
      label: 'What',
      about: 'What is stopped',
      width_px: 80,
      priority: 0,
      cell: (row) => <Value field="kind" value={row.kind} />,
    },
    {
      id: 'name',
      label: 'Name',
      about: 'As it stands in the traffic',
      width_px: 180,
      grows: true,
      priority: 1,
      cell: (row) => <ForeignText text={row.name} />,
    },
    {
      id: 'reason',
      label: 'Reason',
      about: 'Why it was stopped',
      width_px: 260,
      grows: true,
      priority: 4,
      cell: (row) => <ForeignText text={row.reason} />,
    },
    {
      id: 'by',
      label: 'By',
      about: 'Who stopped it',
      width_px: 100,
      priority: 3,
      cell: (row) => <Value field="owner" value={row.by} />,
    },
    {
      id: 'since',
      label: 'Since',
      about: 'How long ago it was stopped',
      width_px: 70,
      priority: 5,
      end: true,
      cell: (row) => <Age at={row.since} />,
      sort: (row) => Date.parse(row.since),
    },
    {
      id: 'left',
      label: 'Ends',
      about: 'When it ends by itself',
      width_px: 130,
      priority: 2,
      end: true,
      cell: (row) => <Left until={row.until} />,
      sort: (row) => Date.parse(row.until),
    },
  ],
  hidden: storedColumns('containment', []),
  narrow: (row) => (
    <>
      <div className={css['narrowLine']}>
        <span className={css['dim']}>{row.kind}</span>
        <ForeignText text={row.name} />
        <span className={css['dim']}>
          <Left until={row.until} />
        </span>
      </div>
      <div className={css['narrowOne']}>
        <ForeignText text={row.reason} />
      </div>
    </>
  ),
  export: {
    name: 'containment',
    csv: [
      ['id', (row) => row.id],
      ['kind', (row) => row.kind],
      ['name', (row) => row.name],
      ['reason', (row) => row.reason],
      ['by', (row) => row.by],
      ['since', (row) => row.since],
      ['until', (row) => row.until],
    ],
  },
};

/** What operators stopped: agents, sessions, keys, tools, skills, providers; each until a stated time. */
export function Containment() {
  const query = useQuery(stopsQuery);
  const { data, error } = query;
  const [asking, setAsking] = useState(false);
  const denial = useDenial(PERMISSION.changeContainment, 'contain', ['admin', 'responder']);
  useKeys({ contain: () => setAsking(true) });
  return (
    <>
      <RowList
        spec={SPEC}
        rows={data?.rows}
        failure={error === null ? null : failureOf(error)}
        retry={() => void query.refetch()}
        head={() => (
          <div className={shieldCss['head']}>
            <p>
              {data === undefined || data.rows.length === 0
                ? 'Nothing is contained.'
                : `${plural(data.rows.length, 'stop')} in force, in both modes. Each ends by the shield's own clock.`}
              {data?.published === false
                ? ' The shield has not heard of the latest change: the broker is away.'
                : ''}
            </p>
            <ReadAgain query={query} what="stops" />
            <Button kind="primary" disabledReason={denial} onClick={() => setAsking(true)}>
              Contain…
            </Button>
          </div>
        )}
        empty={
          <EmptyState title="Nothing is contained">
            An agent, session, key, tool, skill or provider that misbehaves can be stopped here, or from an
            incident, with an end time and a reason.
          </EmptyState>
        }
      />
      {asking ? <ContainDialog asked={null} onClose={() => setAsking(false)} /> : null}
    </>
  );
}

export function StopPanel() {
  const { id } = useParams({ from: '/frame/shield/containment/$id' });
  const { data } = useQuery(stopsQuery);
  const stop = data?.rows.find((row) => row.id === id);
  return (
    <RowPanel
      base="/shield/containment"
      id={id}
      label="Stop"
      title={stop === undefined ? 'Stop' : <ForeignText text={`${stop.kind} ${stop.name}`} />}
    >
      {stop !== undefined ? (
        <Detail stop={stop} />
      ) : data === undefined ? (
        <Skeleton lines={6} />
      ) : (
        <EmptyState title="This stop is over">It ended by its time, or an operator ended it.</EmptyState>
      )}
    </RowPanel>
  );
}

function Detail({ stop }: { stop: StopRow }) {
  const [ending, setEnding] = useState(false);
  const denial = useDenial(PERMISSION.changeContainment, 'end a stop', ['admin', 'responder']);
  return (
    <>
      <Section heading="What is stopped">
        <p>In both modes, {STOP_KINDS[stop.kind]}.</p>
        <div className={shieldCss['actions']}>
          <Button disabledReason={denial} onClick={() => setEnding(true)}>
            End it now…
          </Button>
        </div>
      </Section>
      <Section heading="Reason">
        <UntrustedText text={stop.reason} label="The reason that was given" />
      </Section>
      <Section heading="Facts">
        <Facts
          rows={{
            What: <Value field="kind" value={stop.kind} reachable />,
            Name: <CopyValue value={stop.name} label="the name" />,
            By: <Value field="owner" value={stop.by} reachable />,
            Since: <Exact at={stop.since} />,
            Ends: (
              <>
                <Exact at={stop.until} /> (<Left until={stop.until} />)
              </>
            ),
            Id: <CopyValue value={stop.id} label="the stop's id" />,
          }}
        />
      </Section>
      {ending ? (
        <ActDialog
          title="End this stop"
          verb={`Let ${stop.kind} go on`}
          cannot={denial}
          reason_min={0}
          act={() => call('endStop', { params: { id: stop.id } })}
          onDone={({ published }) => {
            controlsChanged();
            say(saidAs(`The stop of ${stop.kind} ${stop.name} is over.`, published));
          }}
          onClose={() => setEnding(false)}
        >
          <ActText>
            From the next call on, the {stop.kind} <ForeignText text={stop.name} /> is judged like any other.
            To stop it again, contain it again.
          </ActText>
        </ActDialog>
      ) : null}
    </>
  );
}
