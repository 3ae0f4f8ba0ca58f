import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useContext } from 'react';
import { exchangeQuery, failureOf } from '../../api/queries.ts';
import { FilterIn } from '../../list/filter-in.tsx';
import { ListContext } from '../../list/list-context.ts';
import { Button } from '../../ui/button.tsx';
import { VerdictPill } from '../../ui/mark.tsx';
import { Panel } from '../../ui/panel.tsx';
import { EmptyState, FailureState, Skeleton } from '../../ui/states.tsx';
import { ForeignText } from '../../ui/untrusted.tsx';
import { withFilter } from '../../view-search.ts';
import { ExchangeDetailView } from './exchange-detail.tsx';

/** Beside the list. */
export function ExchangePanel() {
  const { callId } = useParams({ from: '/frame/traffic/$callId' });
  const navigate = useNavigate();
  const steps = useContext(ListContext);
  return (
    <Panel
      label="Exchange"
      title={<Title callId={callId} />}
      steps={steps}
      onClose={() => void navigate({ to: '/traffic', search: (view) => view })}
      onExpand={() => void navigate({ to: '/exchanges/$callId', params: { callId }, search: (view) => view })}
    >
      <Content callId={callId} />
    </Panel>
  );
}

/** On a page of its own; closing leads back to the list, filters kept. */
export function ExchangePage() {
  const { callId } = useParams({ from: '/frame/exchanges/$callId' });
  const navigate = useNavigate();
  return (
    <FilterIn
      value={(field, value) =>
        void navigate({ to: '/traffic', search: (view) => withFilter(view, field, value) })
      }
    >
      <Panel
        as="page"
        label="Exchange"
        title={<Title callId={callId} />}
        onClose={() => void navigate({ to: '/traffic/$callId', params: { callId }, search: (view) => view })}
      >
        <Content callId={callId} />
      </Panel>
    </FilterIn>
  );
}

function Title({ callId }: { callId: string }) {
  const { data } = useQuery(exchangeQuery(callId));
  if (data === undefined || data.row.call_id !== callId) return <>Exchange</>;
  return (
    <>
      <VerdictPill verdict={data.row.verdict} />{' '}
      <ForeignText text={data.row.agent ?? data.row.key_alias ?? 'unnamed caller'} />
    </>
  );
}

function Content({ callId }: { callId: string }) {
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(exchangeQuery(callId));
  if (error !== null) {
    const failure = failureOf(error);
    if (failure.code === 'not_found') {
      return (
        <EmptyState
          title="No exchange has this id"
          actions={
            <Button onClick={() => void navigate({ to: '/traffic', search: (view) => view })}>
              Back to the list
            </Button>
          }
        >
          <ForeignText text={callId} /> is not in the store. It may not have arrived yet, or it is cut off.
        </EmptyState>
      );
    }
    return (
      <FailureState what="This exchange could not be read." failure={failure} retry={() => void refetch()} />
    );
  }
  if (data === undefined) return <Skeleton lines={12} />;
  return <ExchangeDetailView detail={data} />;
}
