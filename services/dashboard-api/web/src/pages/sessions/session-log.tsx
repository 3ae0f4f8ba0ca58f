import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useContext } from 'react';
import { failureOf } from '../../api/queries.ts';
import { FilterIn } from '../../list/filter-in.tsx';
import css from '../../list/list.module.css';
import { ReadAgain } from '../../list/read-again.tsx';
import { RowList } from '../../list/row-list.tsx';
import { formatCount, plural } from '../../ui/format.ts';
import { VERDICT_LOOKS } from '../../ui/mark.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { Tallies, Tally } from '../../ui/tally.tsx';
import { resolveRange } from '../../view-search.ts';
import { SESSIONS_MAX, type SessionRow, sessionsQuery } from './session-queries.ts';
import { SESSION_SPEC } from './session-spec.tsx';

/** Sessions by the agents' own logs, last active first. */
export function SessionLog() {
  const view = useSearch({ from: '/frame' });
  const query = useQuery(sessionsQuery(view));
  const { data, error } = query;
  const { label } = resolveRange(view, Date.now());
  return (
    <RowList
      spec={SESSION_SPEC}
      rows={data?.rows}
      failure={error === null ? null : failureOf(error)}
      retry={() => void query.refetch()}
      foot={
        data?.next == null
          ? ''
          : `The list holds the ${formatCount(SESSIONS_MAX)} last active ones of the time range. Narrow it to see others.`
      }
      head={(shown) => (
        <>
          <p className={css['sentence']}>{data?.rows.length === 0 ? '' : summarize(shown, label)}</p>
          <Tallies>
            <Counts rows={shown} />
            <ReadAgain query={query} what="sessions" />
          </Tallies>
        </>
      )}
      empty={
        <EmptyState title={`No session was active, ${label}`}>
          The watcher reads the logs of agents on its machine, live and back in time. Under Sources stands
          what it found and what it may not read, with the command that allows it.
        </EmptyState>
      }
    />
  );
}

function Counts({ rows }: { rows: readonly SessionRow[] }) {
  const filterIn = useContext(FilterIn);
  return (
    <>
      {(['block', 'review'] as const).map((verdict) => (
        <Tally
          key={verdict}
          {...VERDICT_LOOKS[verdict]}
          word={verdict}
          count={rows.filter((row) => row.verdict === verdict).length}
          about={`Sessions in which the worst finding is ${verdict}`}
          onShow={() => filterIn('verdict', verdict)}
        />
      ))}
      <Tally
        shape="triangle"
        tone="medium"
        word="around the proxy"
        count={rows.filter((row) => (row.around_the_proxy ?? 0) > 0).length}
        about="Sessions with answers that the proxy did not see"
        onShow={() => filterIn('match', 'around_the_proxy')}
      />
    </>
  );
}

function summarize(rows: readonly SessionRow[], label: string): string {
  const around = rows.reduce((sum, row) => sum + (row.around_the_proxy ?? 0), 0);
  const unknown = rows.filter((row) => row.around_the_proxy === null).length;
  const inspected =
    around === 0
      ? 'no answer is known to have gone around the proxy'
      : `${plural(around, 'answer')} that nobody inspected`;
  const rest = unknown === 0 ? '' : ` Of ${plural(unknown, 'session')} that is not known.`;
  return `${plural(rows.length, 'session')}, ${label}: ${inspected}.${rest}`;
}
