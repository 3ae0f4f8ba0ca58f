import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { failureOf } from '../../api/queries.ts';
import { ReadAgain } from '../../list/read-again.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { plural } from '../../ui/format.ts';
import { useKeys } from '../../ui/keys.ts';
import { Pill } from '../../ui/mark.tsx';
import { ScrollRegion } from '../../ui/scroll-region.tsx';
import { EmptyState, FailureState, Skeleton } from '../../ui/states.tsx';
import { Age } from '../../ui/time.tsx';
import { ForeignText } from '../../ui/untrusted.tsx';
import { type TrustReport, trustReportQuery } from '../trust-audit/trust-queries.ts';
import css from './blast-radius.module.css';
import { layOut } from './layers.ts';
import { Agents, ChokePoints, EdgesOf, NodeTable } from './tables.tsx';
import { TrustGraph } from './trust-graph.tsx';
import { WhatIf } from './what-if.tsx';

/** Who reaches what, how far a foothold leads, and which cut takes away most. */
export function BlastRadiusPage() {
  const query = useQuery(trustReportQuery);
  const { data, error } = query;
  if (data === undefined) {
    if (error === null) return <Skeleton lines={12} />;
    return (
      <FailureState
        what="The graph could not be read."
        failure={failureOf(error)}
        retry={() => void query.refetch()}
      />
    );
  }
  if (data.nodes.length === 0) {
    return (
      <EmptyState title="There is nothing to reach yet">
        The trust audit found no agent on this machine. As soon as it finds one, its graph stands here.
      </EmptyState>
    );
  }
  return (
    <ScrollRegion label="Blast Radius" className={css['page']}>
      <div className={css['head']}>
        <p className={css['sentence']}>
          <Summary report={data} />{' '}
          <span className={css['dim']}>
            Audited <Age at={new Date(data.ended_at_ms).toISOString()} suffix=" ago" />.
          </span>
        </p>
        <ReadAgain query={query} what="graph" />
      </div>
      <Report report={data} />
    </ScrollRegion>
  );
}

function Summary({ report }: { report: TrustReport }) {
  const [way] = report.stranger_to_host;
  return (
    <>
      {way === undefined ? (
        <>
          <Pill shape="disc" tone="ok">
            no way
          </Pill>{' '}
          is known by which a stranger runs commands on the host.
        </>
      ) : (
        <>
          <Pill shape="octagon" tone="critical" strong>
            A stranger reaches the host:
          </Pill>{' '}
          <ForeignText text={way.words} />.
        </>
      )}{' '}
      Highest risk {report.highest_risk.toFixed(0)} of 100.
      {report.left_out === 0
        ? ''
        : ` ${plural(report.left_out, 'part')} of the graph did not fit into one answer.`}
    </>
  );
}

function Report({ report }: { report: TrustReport }) {
  const view = useSearch({ from: '/frame' });
  const navigate = useNavigate();
  const [asTable, setAsTable] = useState(false);
  const [cut, setCut] = useState<readonly string[]>([]);
  const chosen = report.nodes.some((node) => node.id === view.subject) ? view.subject : undefined;
  const choose = (id: string | undefined) =>
    void navigate({
      to: '.',
      search: ({ subject: _subject, ...before }) =>
        id === undefined || id === chosen ? before : { ...before, subject: id },
    });
  useKeys({ close: () => choose(undefined) });
  const layered = useMemo(() => layOut(report, chosen), [report, chosen]);
  const labels = useMemo(() => new Map(report.nodes.map((node) => [node.id, node.label])), [report]);
  const nameOf = (edgeId: string) => {
    const edge = report.edges.find(({ id }) => id === edgeId);
    return edge === undefined
      ? edgeId
      : `${labels.get(edge.from) ?? edge.from} → ${labels.get(edge.to) ?? edge.to}`;
  };
  return (
    <>
      <div className={css['tools']}>
        <span className={css['dim']}>
          {chosen === undefined
            ? `The riskiest of ${plural(report.nodes.length, 'node')} and ${plural(report.edges.length, 'way')}. Choose one to see what leads there and where it leads.`
            : 'What leads there and where it leads. Esc shows all.'}
        </span>
        {chosen === undefined ? null : (
          <Button kind="quiet" onClick={() => choose(undefined)}>
            Show all
          </Button>
        )}
        <IconButton
          glyph={asTable ? 'blast' : 'table'}
          label={asTable ? 'Show as a graph' : 'Show as a table'}
          onClick={() => setAsTable(!asTable)}
        />
      </div>
      {asTable ? (
        <NodeTable report={report} chosen={chosen} onChoose={choose} />
      ) : (
        <TrustGraph layered={layered} edges={report.edges} chosen={chosen} onChoose={choose} />
      )}
      {chosen === undefined ? null : <EdgesOf report={report} id={chosen} />}
      <div className={css['pair']}>
        <ChokePoints
          report={report}
          cut={cut}
          onCut={(edge) => setCut((before) => (before.includes(edge) ? before : [...before, edge]))}
        />
        <WhatIf cut={cut} nameOf={nameOf} onClear={() => setCut([])} />
      </div>
      <Agents report={report} />
    </>
  );
}
