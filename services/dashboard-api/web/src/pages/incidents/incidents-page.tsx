import type { IncidentRow } from '@clawnex/proto/http/dashboard/incidents.ts';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { failureOf, INCIDENTS_MAX, incidentsQuery } from '../../api/queries.ts';
import { ReadAgain } from '../../list/read-again.tsx';
import { RowList } from '../../list/row-list.tsx';
import { bySeverity, SeverityTallies } from '../../list/severity-tallies.tsx';
import { formatCount } from '../../ui/format.ts';
import { EmptyState } from '../../ui/states.tsx';
import { Tallies } from '../../ui/tally.tsx';
import { INCIDENT_SPEC } from './incident-spec.tsx';

/** The cases that operators work on: the gravest first, then the latest. */
export function IncidentsPage() {
  const query = useQuery(incidentsQuery);
  const { data, error } = query;
  const rows = useMemo(() => (data === undefined ? undefined : sortIncidents(data.rows)), [data]);
  const again = () => void query.refetch();
  return (
    <RowList
      spec={INCIDENT_SPEC}
      rows={rows}
      failure={error === null ? null : failureOf(error)}
      retry={again}
      foot={
        rows?.length === INCIDENTS_MAX
          ? `The list holds the ${formatCount(INCIDENTS_MAX)} seen last; older ones are not shown.`
          : ''
      }
      empty={
        <EmptyState title="No incident">
          Incidents appear here when the correlator groups alerts about the same agent, session or key. Single
          calls that were judged hostile are in the Traffic Monitor, under verdict block.
        </EmptyState>
      }
      head={(shown) => (
        <Tallies>
          <SeverityTallies rows={shown} what="Incidents" />
          <ReadAgain query={query} what="incidents" />
        </Tallies>
      )}
    />
  );
}

function sortIncidents(rows: readonly IncidentRow[]): readonly IncidentRow[] {
  return [...rows].sort((a, b) => bySeverity(a, b) || Date.parse(b.last_at) - Date.parse(a.last_at));
}
