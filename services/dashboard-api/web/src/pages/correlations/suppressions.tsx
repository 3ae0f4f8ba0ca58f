import { PERMISSION } from '@clawnex/proto/permission-names.ts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import { failureOf } from '../../api/queries.ts';
import { ReadAgain } from '../../list/read-again.tsx';
import { saidAs } from '../../shield/controls.ts';
import { ActDialog, ActText } from '../../ui/act-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import { formatCount, plural } from '../../ui/format.ts';
import { useDenial } from '../../ui/frame/me.ts';
import { Pill } from '../../ui/mark.tsx';
import report from '../../ui/report.module.css';
import { ScrollRegion } from '../../ui/scroll-region.tsx';
import { EmptyState, FailureState, Skeleton } from '../../ui/states.tsx';
import { Exact, Left } from '../../ui/time.tsx';
import { say } from '../../ui/toast.tsx';
import { ForeignText } from '../../ui/untrusted.tsx';
import { type SuppressionRow, suppressionsQuery } from './correlation-queries.ts';
import css from './correlations.module.css';
import { suppressionsChanged } from './mute-dialog.tsx';

/** What is muted, for whom, until when, and how much it muted. */
export function Suppressions() {
  const query = useQuery(suppressionsQuery);
  const { data, error } = query;
  if (data === undefined) {
    if (error === null) return <Skeleton lines={8} />;
    return (
      <FailureState
        what="What is muted could not be read."
        failure={failureOf(error)}
        retry={() => void query.refetch()}
      />
    );
  }
  if (data.rows.length === 0) {
    return (
      <EmptyState title="Nothing is muted">
        Where a rule is right and the thing is known, its alerts about one agent, key or host are muted from
        the incident, for a stated time. They are still counted.
      </EmptyState>
    );
  }
  return (
    <ScrollRegion label="Muted" className={report['report']}>
      <div className={report['head']}>
        <p>{plural(data.rows.filter((row) => row.active).length, 'suppression')} in force.</p>
        <ReadAgain query={query} what="suppressions" />
      </div>
      <table className={report['table']}>
        <caption className="visually-hidden">Suppressions</caption>
        <thead>
          <tr>
            <th scope="col">Whom</th>
            <th scope="col">Rule</th>
            <th scope="col">Muted</th>
            <th scope="col">Ends</th>
            <th scope="col">By</th>
            <th scope="col">Reason</th>
            <th scope="col">
              <span className="visually-hidden">End it</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {data.rows.map((row) => (
            <Suppression key={row.id} row={row} />
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function Suppression({ row }: { row: SuppressionRow }) {
  const [ending, setEnding] = useState(false);
  const denial = useDenial(PERMISSION.workIncidents, 'end a suppression', ['admin', 'responder', 'analyst']);
  return (
    <tr>
      <th scope="row">
        <span className={css['dim']}>{row.entity.kind}</span> <ForeignText text={row.entity.id} />
      </th>
      <td>{row.rule === null ? 'every rule' : <ForeignText text={row.rule} />}</td>
      <td>{formatCount(row.hits)}</td>
      <td title={row.from}>
        {row.active ? (
          <Left until={row.until} />
        ) : (
          <Pill shape="bar" tone="dim">
            over since <Exact at={row.until} />
          </Pill>
        )}
      </td>
      <td>
        <ForeignText text={row.owner} />
      </td>
      <td className={css['wide']}>
        <ForeignText text={row.reason} />
      </td>
      <td>
        {row.active ? (
          <Button disabledReason={denial} onClick={() => setEnding(true)}>
            End it…
          </Button>
        ) : null}
        {ending ? (
          <ActDialog
            title="End this suppression"
            verb="Let it alert again"
            cannot={denial}
            reason_min={3}
            act={(reason) => call('endSuppression', { params: { id: row.id }, body: { reason } })}
            onDone={({ published }) => {
              suppressionsChanged();
              say(saidAs('It alerts again.', published));
            }}
            onClose={() => setEnding(false)}
          >
            <ActText>It muted {plural(row.hits, 'alert')}; they stay counted.</ActText>
          </ActDialog>
        ) : null}
      </td>
    </tr>
  );
}
