import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { failureOf } from '../../api/queries.ts';
import { Value } from '../../list/filter-in.tsx';
import listCss from '../../list/list.module.css';
import { RowPanel } from '../../list/row-panel.tsx';
import { ContainButton } from '../../shield/contain-button.tsx';
import { Button } from '../../ui/button.tsx';
import { CopyValue } from '../../ui/copy.tsx';
import { formatCost, formatCount, formatSpan, formatWord, plural } from '../../ui/format.ts';
import { Unknown } from '../../ui/mark.tsx';
import { Facts, Section } from '../../ui/panel.tsx';
import { EmptyState, FailureState, Skeleton } from '../../ui/states.tsx';
import { Exact } from '../../ui/time.tsx';
import { ForeignText } from '../../ui/untrusted.tsx';
import { ReplayItem } from './replay-item.tsx';
import { replayQuery, type SessionItem, type SessionRow } from './session-queries.ts';
import { Around, NO_AGENT, NO_COST, SessionTokens, SessionVerdict } from './session-spec.tsx';
import css from './sessions.module.css';

/** A session as it happened: turns, tools, results, with what scans found in the margin. */
export function SessionPanel() {
  const { id } = useParams({ from: '/frame/sessions/log/$id' });
  const navigate = useNavigate();
  const replay = useInfiniteQuery(replayQuery(id));
  const { data, error } = replay;
  const row = data?.pages[0]?.row;
  return (
    <RowPanel
      base="/sessions/log"
      id={id}
      label="Session"
      title={
        row === undefined ? (
          'Session'
        ) : (
          <>
            <SessionVerdict row={row} /> <ForeignText text={row.agent ?? row.session} />
          </>
        )
      }
    >
      {data !== undefined && row !== undefined ? (
        <Replay
          key={id}
          row={row}
          items={data.pages.flatMap(({ items }) => items)}
          firstBlocked={data.pages[0]?.first_blocked_seq ?? null}
          more={replay.hasNextPage}
          loading={replay.isFetchingNextPage}
          onMore={() => void replay.fetchNextPage()}
        />
      ) : error === null ? (
        <Skeleton lines={12} />
      ) : failureOf(error).code === 'not_found' ? (
        <EmptyState
          title="No session has this id"
          actions={
            <Button onClick={() => void navigate({ to: '/sessions/log', search: (view) => view })}>
              Back to the list
            </Button>
          }
        >
          It is not in the store: its log may not have been read yet.
        </EmptyState>
      ) : (
        <FailureState
          what="The session could not be read."
          failure={failureOf(error)}
          retry={() => void replay.refetch()}
        />
      )}
    </RowPanel>
  );
}

const itemId = (seq: number) => `session-item-${seq}`;

function Replay(props: {
  row: SessionRow;
  items: readonly SessionItem[];
  firstBlocked: number | null;
  more: boolean;
  loading: boolean;
  onMore: () => void;
}) {
  const { row, items, firstBlocked, more, loading, onMore } = props;
  const [seeking, setSeeking] = useState(false);
  const loaded = items.some((item) => item.seq === firstBlocked);
  // The bad block may be pages away: they are read one after the other until it is there.
  useEffect(() => {
    if (!seeking || firstBlocked === null) return;
    if (loaded) {
      setSeeking(false);
      const element = document.getElementById(itemId(firstBlocked));
      element?.scrollIntoView({ block: 'center' });
      element?.focus({ preventScroll: true });
    } else if (more && !loading) onMore();
  }, [seeking, firstBlocked, loaded, more, loading, onMore]);
  return (
    <>
      <Section heading="In short">
        <SessionFacts row={row} />
        <div className={css['actions']}>
          {firstBlocked === null ? null : (
            <Button
              kind="primary"
              disabledReason={seeking ? 'It is being looked for' : null}
              onClick={() => setSeeking(true)}
            >
              Go to the first bad block
            </Button>
          )}
          {row.agent === null ? null : <ContainButton asked={{ kind: 'agent', name: row.agent }} />}
          <ContainButton asked={{ kind: 'session', name: row.session }} />
        </div>
      </Section>
      <Section
        heading="As it happened"
        meta={`${plural(items.length, 'entry', 'entries')}${more ? ' so far' : ''}; the text itself is not stored`}
      >
        <ol className={css['replay']}>
          {items.map((item) => (
            <ReplayItem key={item.seq} id={itemId(item.seq)} item={item} />
          ))}
        </ol>
        {more ? (
          <Button disabledReason={loading ? 'More is being read' : null} onClick={onMore}>
            {loading ? 'Reading…' : 'Show more'}
          </Button>
        ) : null}
      </Section>
    </>
  );
}

function SessionFacts({ row }: { row: SessionRow }) {
  const lasted = Date.parse(row.last_at) - Date.parse(row.started_at);
  return (
    <Facts
      rows={{
        Agent:
          row.agent === null ? (
            <Unknown why={NO_AGENT} />
          ) : (
            <Value field="agent" value={row.agent} reachable />
          ),
        Runtime: (
          <>
            <Value field="runtime" value={row.log_source} reachable>
              {formatWord(row.log_source)}
            </Value>{' '}
            <span className={listCss['dim']}>
              <ForeignText text={row.instance} />
            </span>
          </>
        ),
        Host: <Value field="host" value={row.host} reachable />,
        Began: <Exact at={row.started_at} />,
        'Last active': (
          <>
            <Exact at={row.last_at} />, {lasted < 1_000 ? 'one moment' : formatSpan(lasted)}
          </>
        ),
        Ended: row.ended_at === null ? 'not that the log says' : <Exact at={row.ended_at} />,
        'Around the proxy': <Around row={row} />,
        Turns: `${formatCount(row.turns)}, ${plural(row.tool_calls, 'tool call')}, ${plural(row.errors, 'error')}`,
        'Tokens in / out': <SessionTokens row={row} />,
        Cost:
          row.cost_microusd === null ? (
            <Unknown why={NO_COST} />
          ) : (
            `${formatCost(row.cost_microusd)} by the runtime's count`
          ),
        Session: <CopyValue value={row.session} label="the session's id" />,
      }}
    />
  );
}
