import type { IncidentRow } from '@clawnex/proto/http/dashboard/incidents.ts';
import { Value } from '../../list/filter-in.tsx';
import css from '../../list/list.module.css';
import type { ListSpec } from '../../list/list-spec.ts';
import { storedColumns } from '../../list/list-tools.tsx';
import { formatCount } from '../../ui/format.ts';
import { SeverityPill } from '../../ui/mark.tsx';
import { OriginTag } from '../../ui/origin-tag.tsx';
import { Age } from '../../ui/time.tsx';
import { ForeignText } from '../../ui/untrusted.tsx';
import { StatusPill } from './incident-marks.tsx';

type Entity = IncidentRow['entities'][number];

/** `agent:main`, as the filter on entities compares it. */
export function entityWord({ kind, id }: Entity): string {
  return `${kind}:${id}`;
}

/** In a row: enough to see who it is about. */
const ENTITIES_SHOWN_MAX = 2;

/** Stands for the missing owner in the address. */
export const NOBODY = 'nobody';

export const INCIDENT_SPEC: ListSpec<IncidentRow> = {
  base: '/incidents',
  order: 'what is to be done first, then the gravest, then the riskiest',
  noun: ['incident', 'incidents'],
  rowId: (row) => row.incident_id,
  fields: {
    severity: (row) => [row.severity],
    status: (row) => [row.status],
    owner: (row) => [row.owner ?? NOBODY],
    tactic: (row) => row.tactics,
    entity: (row) => row.entities.map(entityWord),
    host: (row) => [row.host],
    origin: (row) => [row.origin],
  },
  columns: [
    {
      id: 'severity',
      label: 'Severity',
      about: 'How grave it is, taken together',
      width_px: 96,
      priority: 0,
      cell: (row) => (
        <Value field="severity" value={row.severity}>
          <SeverityPill severity={row.severity} />
        </Value>
      ),
    },
    {
      id: 'title',
      label: 'What happened',
      about: 'The incident in a few words; the sentence with who and what is in the panel',
      width_px: 320,
      grows: true,
      priority: 1,
      cell: (row) => (
        <>
          <ForeignText text={row.title} /> <OriginTag origin={row.origin} what="activity" />
        </>
      ),
    },
    {
      id: 'status',
      label: 'Status',
      about: 'What people say of it',
      width_px: 122,
      priority: 3,
      cell: (row) => (
        <Value field="status" value={row.status}>
          <StatusPill status={row.status} />
        </Value>
      ),
    },
    {
      id: 'owner',
      label: 'Owner',
      about: 'Who works on it',
      width_px: 84,
      priority: 5,
      cell: (row) => (
        <Value field="owner" value={row.owner ?? NOBODY}>
          {row.owner ?? <span className={css['dim']}>nobody</span>}
        </Value>
      ),
    },
    {
      id: 'risk',
      label: 'Risk',
      about: 'Rises with each alert and falls with time',
      width_px: 56,
      priority: 4,
      end: true,
      cell: (row) => row.risk.toFixed(1),
      sort: (row) => row.risk,
    },
    {
      id: 'entities',
      label: 'Who',
      about: 'Agents, sessions, keys and others that it is about',
      width_px: 240,
      priority: 6,
      cell: (row) => <Entities row={row} />,
    },
    {
      id: 'alerts',
      label: 'Alerts',
      about: 'Alerts grouped into this incident',
      width_px: 56,
      priority: 7,
      end: true,
      cell: (row) => formatCount(row.alert_count),
      sort: (row) => row.alert_count,
    },
    {
      id: 'host',
      label: 'Host',
      about: 'The machine on which it was seen',
      width_px: 90,
      priority: 9,
      cell: (row) => <Value field="host" value={row.host} />,
      sort: (row) => row.host,
    },
    {
      id: 'began',
      label: 'Began',
      about: 'How long ago the first event of it happened',
      width_px: 64,
      priority: 8,
      end: true,
      cell: (row) => <Age at={row.first_at} />,
      sort: (row) => Date.parse(row.first_at),
    },
    {
      id: 'last',
      label: 'Last seen',
      about: 'How long ago the latest event of it happened',
      width_px: 72,
      priority: 2,
      end: true,
      cell: (row) => <Age at={row.last_at} />,
      sort: (row) => Date.parse(row.last_at),
    },
  ],
  hidden: storedColumns('incidents', ['host']),
  narrow: (row) => (
    <>
      <div className={css['narrowLine']}>
        <SeverityPill severity={row.severity} />
        <OriginTag origin={row.origin} what="activity" />
        <StatusPill status={row.status} />
        <span className={css['dim']}>{row.owner ?? NOBODY}</span>
        <span className={css['dim']}>
          <Age at={row.last_at} />
        </span>
      </div>
      <div className={css['narrowOne']}>
        <ForeignText text={row.title} />
      </div>
    </>
  ),
  export: {
    name: 'incidents',
    csv: [
      ['incident_id', (row) => row.incident_id],
      ['severity', (row) => row.severity],
      ['title', (row) => row.title],
      ['status', (row) => row.status],
      ['owner', (row) => row.owner],
      ['risk', (row) => row.risk],
      ['tactics', (row) => row.tactics.join(' ')],
      ['why', (row) => row.why],
      ['entities', (row) => row.entities.map(entityWord).join(' ')],
      ['host', (row) => row.host],
      ['origin', (row) => row.origin],
      ['first_at', (row) => row.first_at],
      ['last_at', (row) => row.last_at],
      ['alert_count', (row) => row.alert_count],
    ],
  },
};

function Entities({ row }: { row: IncidentRow }) {
  const left = row.entities.length - ENTITIES_SHOWN_MAX;
  return (
    <>
      {row.entities.slice(0, ENTITIES_SHOWN_MAX).map((entity, index) => (
        <span key={entityWord(entity)}>
          {index === 0 ? '' : ', '}
          <span className={css['dim']}>{entity.kind} </span>
          <Value field="entity" value={entityWord(entity)}>
            <ForeignText text={entity.id} />
          </Value>
        </span>
      ))}
      {left > 0 ? <span className={css['dim']}> +{left}</span> : null}
    </>
  );
}
