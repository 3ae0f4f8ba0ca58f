import type { IncidentRow } from '@clawnex/proto/http/dashboard/incidents.ts';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { failureOf, incidentsQuery } from '../../api/queries.ts';
import { Value } from '../../list/filter-in.tsx';
import { RowPanel } from '../../list/row-panel.tsx';
import { Button, buttonClass } from '../../ui/button.tsx';
import { CopyValue } from '../../ui/copy.tsx';
import { formatCount, formatSpan } from '../../ui/format.ts';
import { SeverityPill } from '../../ui/mark.tsx';
import { OriginTag } from '../../ui/origin-tag.tsx';
import { Facts, Section } from '../../ui/panel.tsx';
import { EmptyState, FailureState, Skeleton } from '../../ui/states.tsx';
import { Exact } from '../../ui/time.tsx';
import { ForeignText } from '../../ui/untrusted.tsx';
import { isFilterable } from '../../view-search.ts';
import { entityWord } from './incident-spec.tsx';
import css from './incidents.module.css';

/** The story of an incident: what happened, to whom, when, and where the evidence is. */
export function IncidentPanel() {
  const { id } = useParams({ from: '/frame/incidents/$id' });
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(incidentsQuery);
  const incident = data?.rows.find((row) => row.incident_id === id);
  return (
    <RowPanel
      base="/incidents"
      id={id}
      label="Incident"
      title={
        incident === undefined ? (
          'Incident'
        ) : (
          <>
            <SeverityPill severity={incident.severity} /> <ForeignText text={incident.title} />
          </>
        )
      }
    >
      {incident !== undefined ? (
        <Story incident={incident} />
      ) : data !== undefined ? (
        <EmptyState
          title="This incident is not in the list"
          actions={
            <Button onClick={() => void navigate({ to: '/incidents', search: (view) => view })}>
              Back to the list
            </Button>
          }
        >
          It may be older than the list goes back, or its id is cut off.
        </EmptyState>
      ) : error !== null ? (
        <FailureState
          what="The incident could not be read."
          failure={failureOf(error)}
          retry={() => void refetch()}
        />
      ) : (
        <Skeleton lines={8} />
      )}
    </RowPanel>
  );
}

function Story({ incident }: { incident: IncidentRow }) {
  const lasted = Date.parse(incident.last_at) - Date.parse(incident.first_at);
  return (
    <>
      <Section
        heading="What happened"
        meta={
          <>
            <Exact at={incident.last_at} /> <OriginTag origin={incident.origin} what="activity" />
          </>
        }
      >
        <p className={css['why']}>
          <ForeignText text={incident.why} />
        </p>
      </Section>
      <Section heading="Who it is about">
        <ul className={css['entities']}>
          {incident.entities.map((entity) => (
            <li key={entityWord(entity)}>
              <span className={css['kind']}>{entity.kind}</span>
              <Value field="entity" value={entityWord(entity)} reachable>
                <ForeignText text={entity.id} />
              </Value>
              <EntityTraffic entity={entity} incident={incident} />
            </li>
          ))}
        </ul>
      </Section>
      <Section heading="Facts">
        <Facts
          rows={{
            'First event': <Exact at={incident.first_at} />,
            'Latest event': <Exact at={incident.last_at} />,
            Lasted: lasted === 0 ? 'one moment' : formatSpan(lasted),
            Alerts: formatCount(incident.alert_count),
            Host: <Value field="host" value={incident.host} reachable />,
            Id: <CopyValue value={incident.incident_id} label="the incident's id" />,
          }}
        />
      </Section>
    </>
  );
}

const TRAFFIC_FIELDS = {
  agent: 'agent',
  session: 'session',
  key: 'key',
  model: 'model',
  host: 'host',
} as const;

/** Around an incident: what came just before belongs to its story. */
const MARGIN_MS = 5 * 60_000;

/** The calls of an entity in the time of the incident. */
function EntityTraffic({
  entity,
  incident,
}: {
  entity: IncidentRow['entities'][number];
  incident: IncidentRow;
}) {
  const { kind, id } = entity;
  if (!(kind in TRAFFIC_FIELDS) || !isFilterable(id)) return null;
  // `in` has just said so; the compiler does not follow it for the union.
  const field = TRAFFIC_FIELDS[kind as keyof typeof TRAFFIC_FIELDS];
  const span = {
    from: new Date(Date.parse(incident.first_at) - MARGIN_MS).toISOString(),
    to: new Date(Date.parse(incident.last_at) + MARGIN_MS).toISOString(),
  };
  return (
    <Link
      to="/traffic"
      search={{ [field]: id, ...span, ...(incident.origin === 'live' ? {} : { origin: incident.origin }) }}
      className={buttonClass('quiet')}
      title={`Calls of this ${kind} from 5 min before the first event to 5 min after the latest`}
    >
      Its calls
    </Link>
  );
}
