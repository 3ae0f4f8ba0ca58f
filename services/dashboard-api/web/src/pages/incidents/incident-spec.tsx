import type { IncidentRow } from '@clawnex/proto/http/dashboard/incidents.ts';
import { Value } from '../../list/filter-in.tsx';
import css from '../../list/list.module.css';
import type { ListSpec } from '../../list/list-spec.ts';
import { storedColumns } from '../../list/list-tools.tsx';
import { formatCount, plural } from '../../ui/format.ts';
import { SeverityPill } from '../../ui/mark.tsx';
import { OriginTag } from '../../ui/origin-tag.tsx';
import { Age } from '../../ui/time.tsx';
import { ForeignText } from '../../ui/untrusted.tsx';

type Entity = IncidentRow['entities'][number];

/** `agent:main`, as the filter on entities compares it. */
export function entityWord({ kind, id }: Entity): string {
  return `${kind}:${id}`;
}

/** In a row: enough to see who it is about. */
const ENTITIES_SHOWN_MAX = 2;

export const INCIDENT_SPEC: ListSpec<IncidentRow> = {
  base: '/incidents',
  order: 'gravest first, then the latest',
  noun: ['incident', 'incidents'],
  rowId: (row) => row.incident_id,
  fields: {
    severity: (row) => [row.severity],
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
      id: 'entities',
      label: 'Who',
      about: 'Agents, sessions, keys and others that it is about',
      width_px: 260,
      priority: 3,
      cell: (row) => <Entities row={row} />,
    },
    {
      id: 'alerts',
      label: 'Alerts',
      about: 'Alerts grouped into this incident',
      width_px: 56,
      priority: 5,
      end: true,
      cell: (row) => formatCount(row.alert_count),
    },
    {
      id: 'host',
      label: 'Host',
      about: 'The machine on which it was seen',
      width_px: 110,
      priority: 6,
      cell: (row) => <Value field="host" value={row.host} />,
    },
    {
      id: 'began',
      label: 'Began',
      about: 'How long ago the first event of it happened',
      width_px: 64,
      priority: 4,
      end: true,
      cell: (row) => <Age at={row.first_at} />,
    },
    {
      id: 'last',
      label: 'Last seen',
      about: 'How long ago the latest event of it happened',
      width_px: 72,
      priority: 2,
      end: true,
      cell: (row) => <Age at={row.last_at} />,
    },
  ],
  hidden: storedColumns('incidents', []),
  narrow: (row) => (
    <>
      <div className={css['narrowLine']}>
        <SeverityPill severity={row.severity} />
        <OriginTag origin={row.origin} what="activity" />
        <span className={css['dim']}>{plural(row.alert_count, 'alert')}</span>
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
