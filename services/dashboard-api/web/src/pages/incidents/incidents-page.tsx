import type { IncidentRow } from '@clawnex/proto/http/dashboard/incidents.ts';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useContext, useMemo } from 'react';
import { failureOf, INCIDENTS_MAX, incidentsQuery } from '../../api/queries.ts';
import { FilterIn } from '../../list/filter-in.tsx';
import css from '../../list/list.module.css';
import { ReadAgain } from '../../list/read-again.tsx';
import { RowList } from '../../list/row-list.tsx';
import { bySeverity, SeverityTallies } from '../../list/severity-tallies.tsx';
import { Button } from '../../ui/button.tsx';
import { formatCount, plural } from '../../ui/format.ts';
import { useMe } from '../../ui/frame/me.ts';
import { EmptyState } from '../../ui/states.tsx';
import { Tallies, Tally } from '../../ui/tally.tsx';
import { withFilter } from '../../view-search.ts';
import { isDone } from './incident-marks.tsx';
import { INCIDENT_SPEC, NOBODY } from './incident-spec.tsx';

/** The cases that operators work on: what is to be done first, then the gravest, then the riskiest. */
export function IncidentsPage() {
  const query = useQuery(incidentsQuery);
  const { data, error } = query;
  const view = useSearch({ from: '/frame' });
  // Demo and test activity is shown when asked for, and never counted as real.
  const real = view.origin === undefined;
  const rows = useMemo(
    () =>
      data === undefined
        ? undefined
        : sortIncidents(real ? data.rows.filter((row) => row.origin === 'live') : data.rows),
    [data, real],
  );
  const others = (data?.rows.length ?? 0) - (rows?.length ?? 0);
  return (
    <RowList
      spec={INCIDENT_SPEC}
      rows={rows}
      failure={error === null ? null : failureOf(error)}
      retry={() => void query.refetch()}
      foot={
        data?.rows.length === INCIDENTS_MAX
          ? `The list holds the ${formatCount(INCIDENTS_MAX)} seen last; older ones are not shown.`
          : ''
      }
      empty={<NoIncidents others={others} />}
      head={(shown) => (
        <>
          <p className={css['sentence']}>{summarize(shown)}</p>
          <Tallies>
            <SeverityTallies rows={shown.filter((row) => !isDone(row.status))} what="Incidents not done" />
            <WorkTallies rows={shown} />
            <ReadAgain query={query} what="incidents" />
          </Tallies>
        </>
      )}
    />
  );
}

function NoIncidents({ others }: { others: number }) {
  const navigate = useNavigate();
  return (
    <EmptyState
      title="No incident"
      actions={
        others === 0 ? undefined : (
          <Button
            onClick={() =>
              void navigate({
                to: '.',
                search: (view) => withFilter(withFilter(view, 'origin', 'demo'), 'origin', 'test'),
              })
            }
          >
            Show {plural(others, 'incident')} of demo and tests
          </Button>
        )
      }
    >
      Incidents appear here by themselves when the correlator groups alerts about the same agent, session or
      key. Single calls that were judged hostile are in the Traffic Monitor, under verdict block.
    </EmptyState>
  );
}

function WorkTallies({ rows }: { rows: readonly IncidentRow[] }) {
  const filterIn = useContext(FilterIn);
  const me = useMe();
  const open = rows.filter((row) => !isDone(row.status));
  const mine = open.filter((row) => row.owner === me.username).length;
  return (
    <>
      <Tally
        shape="diamond"
        tone="plain"
        count={open.filter((row) => row.owner === null).length}
        word="nobody's"
        about="Incidents not done that nobody owns"
        onShow={() => filterIn('owner', NOBODY)}
      />
      {mine === 0 ? null : (
        <Tally
          shape="arc"
          tone="plain"
          count={mine}
          word="yours"
          about="Incidents not done that you own"
          onShow={() => filterIn('owner', me.username)}
        />
      )}
    </>
  );
}

function summarize(rows: readonly IncidentRow[]): string {
  const open = rows.filter((row) => !isDone(row.status));
  const fresh = open.filter((row) => row.status === 'new').length;
  if (rows.length === 0) return '';
  if (open.length === 0) return 'All is done.';
  const look = fresh === 0 ? 'all of them looked at' : `${formatCount(fresh)} not looked at yet`;
  return `${plural(open.length, 'incident')} to work on, ${look}.`;
}

function sortIncidents(rows: readonly IncidentRow[]): readonly IncidentRow[] {
  return [...rows].sort(
    (a, b) =>
      Number(isDone(a.status)) - Number(isDone(b.status)) ||
      bySeverity(a, b) ||
      b.risk - a.risk ||
      Date.parse(b.last_at) - Date.parse(a.last_at),
  );
}
