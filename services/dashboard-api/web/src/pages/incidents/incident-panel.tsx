import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { failureOf, incidentQuery } from '../../api/queries.ts';
import { RowPanel } from '../../list/row-panel.tsx';
import { Button } from '../../ui/button.tsx';
import { SeverityPill } from '../../ui/mark.tsx';
import { EmptyState, FailureState, Skeleton } from '../../ui/states.tsx';
import { ForeignText } from '../../ui/untrusted.tsx';
import { IncidentStory } from './incident-story.tsx';

/** An incident beside its list, or alone. */
export function IncidentPanel() {
  const { id } = useParams({ from: '/frame/incidents/$id' });
  const { data } = useQuery(incidentQuery(id));
  const row = data?.row.incident_id === id ? data.row : undefined;
  return (
    <RowPanel
      base="/incidents"
      id={id}
      label="Incident"
      title={
        row === undefined ? (
          'Incident'
        ) : (
          <>
            <SeverityPill severity={row.severity} /> <ForeignText text={row.title} />
          </>
        )
      }
    >
      <Content id={id} />
    </RowPanel>
  );
}

function Content({ id }: { id: string }) {
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(incidentQuery(id));
  if (error !== null && data === undefined) {
    const failure = failureOf(error);
    if (failure.code !== 'not_found' && failure.code !== 'bad_request') {
      return (
        <FailureState what="The incident could not be read." failure={failure} retry={() => void refetch()} />
      );
    }
    return (
      <EmptyState
        title="No incident has this id"
        actions={
          <Button onClick={() => void navigate({ to: '/incidents', search: (view) => view })}>
            Back to the list
          </Button>
        }
      >
        It is not in the store: it may not have arrived yet, or the id is cut off.
      </EmptyState>
    );
  }
  if (data === undefined) return <Skeleton lines={10} />;
  return <IncidentStory key={id} detail={data} />;
}
