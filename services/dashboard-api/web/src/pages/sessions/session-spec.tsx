import { ForeignValue, Value } from '../../list/filter-in.tsx';
import css from '../../list/list.module.css';
import type { ListSpec } from '../../list/list-spec.ts';
import { storedColumns } from '../../list/list-tools.tsx';
import { formatCost, formatCount, formatWord, plural } from '../../ui/format.ts';
import { Pill, Unknown, VerdictPill } from '../../ui/mark.tsx';
import { OriginTag } from '../../ui/origin-tag.tsx';
import { Age } from '../../ui/time.tsx';
import { ForeignText } from '../../ui/untrusted.tsx';
import type { SessionRow } from './session-queries.ts';

export const NO_AGENT = "The runtime's log does not name the agent";
export const NO_TOKENS = "The runtime's log does not tell tokens";
export const NO_COST = "The runtime's log does not tell what it cost";
export const NOT_COUNTED = 'The log does not tell single answers, so they cannot be matched with the proxy';

/** `around_the_proxy`, `seen_by_both`, both or neither. */
export function matchesOf(row: SessionRow): readonly string[] {
  return [
    ...((row.around_the_proxy ?? 0) > 0 ? ['around_the_proxy'] : []),
    ...((row.seen_by_both ?? 0) > 0 ? ['seen_by_both'] : []),
    ...(row.around_the_proxy === null ? ['not_known'] : []),
  ];
}

/** The worst that scans found; a session in which they found nothing is not judged clean, only without finding. */
export function SessionVerdict({ row }: { row: Pick<SessionRow, 'verdict'> }) {
  if (row.verdict !== null && row.verdict !== 'allow') return <VerdictPill verdict={row.verdict} />;
  return (
    <Pill shape="ring" tone="dim" title="Scans of this session found nothing (yet)">
      no finding
    </Pill>
  );
}

/** How many of its answers nobody inspected. */
export function Around({ row }: { row: Pick<SessionRow, 'around_the_proxy' | 'seen_by_both'> }) {
  const { around_the_proxy: around, seen_by_both: both } = row;
  if (around === null || both === null) return <Unknown why={NOT_COUNTED} />;
  if (around === 0) {
    return (
      <span className={css['dim']} title="Every answer in the log was also seen by the proxy">
        none of {formatCount(both)}
      </span>
    );
  }
  return (
    <Pill shape="triangle" tone="medium" title="Answers in the log that the proxy did not see">
      {formatCount(around)} of {formatCount(around + both)}
    </Pill>
  );
}

export const SESSION_SPEC: ListSpec<SessionRow> = {
  base: '/sessions/log',
  order: 'last active first',
  noun: ['session', 'sessions'],
  rowId: (row) => row.session_id,
  fields: {
    verdict: (row) => [row.verdict],
    match: matchesOf,
    agent: (row) => [row.agent],
    runtime: (row) => [row.log_source],
    host: (row) => [row.host],
    session: (row) => [row.session],
    origin: (row) => [row.origin],
  },
  columns: [
    {
      id: 'last',
      label: 'Active',
      about: 'How long ago its log last grew; the exact time on hover',
      width_px: 64,
      priority: 0,
      cell: (row) => <Age at={row.last_at} />,
      sort: (row) => Date.parse(row.last_at),
    },
    {
      id: 'verdict',
      label: 'Findings',
      about: 'The worst that scans of it found',
      width_px: 108,
      priority: 2,
      cell: (row) =>
        row.verdict === null || row.verdict === 'allow' ? (
          <SessionVerdict row={row} />
        ) : (
          <Value field="verdict" value={row.verdict}>
            <SessionVerdict row={row} />
          </Value>
        ),
      sort: (row) => row.score,
    },
    {
      id: 'agent',
      label: 'Agent',
      about: 'As the runtime names it',
      width_px: 140,
      grows: true,
      priority: 1,
      cell: (row) => (
        <>
          <ForeignValue field="agent" value={row.agent} why={NO_AGENT} />{' '}
          <OriginTag origin={row.origin} what="activity" />
        </>
      ),
      sort: (row) => row.agent,
    },
    {
      id: 'runtime',
      label: 'Runtime',
      about: 'Whose log tells of it',
      width_px: 130,
      priority: 5,
      cell: (row) => (
        <Value field="runtime" value={row.log_source}>
          {formatWord(row.log_source)}
        </Value>
      ),
    },
    {
      id: 'around',
      label: 'Around the proxy',
      about: 'Answers of models that the proxy did not see, of all in the log',
      width_px: 128,
      priority: 3,
      cell: (row) => <Around row={row} />,
      sort: (row) => row.around_the_proxy,
    },
    {
      id: 'turns',
      label: 'Turns',
      about: 'Messages of either side',
      width_px: 60,
      priority: 6,
      end: true,
      cell: (row) => formatCount(row.turns),
      sort: (row) => row.turns,
    },
    {
      id: 'tools',
      label: 'Tool calls',
      about: 'Calls of tools in the log',
      width_px: 76,
      priority: 4,
      end: true,
      cell: (row) => formatCount(row.tool_calls),
      sort: (row) => row.tool_calls,
    },
    {
      id: 'tokens',
      label: 'Tokens in / out',
      about: "Tokens by the runtime's own count, without what came from the cache",
      width_px: 124,
      priority: 7,
      end: true,
      cell: (row) => <SessionTokens row={row} />,
      sort: (row) => row.output_tokens,
    },
    {
      id: 'cost',
      label: 'Cost',
      about: "In US dollars, by the runtime's own count",
      width_px: 78,
      priority: 8,
      end: true,
      cell: (row) => (row.cost_microusd === null ? <Unknown why={NO_COST} /> : formatCost(row.cost_microusd)),
      sort: (row) => row.cost_microusd,
    },
    {
      id: 'host',
      label: 'Host',
      about: 'The machine whose log it is',
      width_px: 96,
      priority: 9,
      cell: (row) => <Value field="host" value={row.host} />,
    },
  ],
  hidden: storedColumns('sessions', []),
  narrow: (row) => (
    <>
      <div className={css['narrowLine']}>
        <SessionVerdict row={row} />
        {row.agent === null ? <Unknown why={NO_AGENT} /> : <ForeignText text={row.agent} />}
        <span className={css['dim']}>
          <Age at={row.last_at} />
        </span>
      </div>
      <div className={css['narrowLine']}>
        <span className={css['dim']}>{formatWord(row.log_source)}</span>
        <span className={css['dim']}>{plural(row.turns, 'turn')}</span>
        <Around row={row} />
      </div>
    </>
  ),
  export: {
    name: 'sessions',
    csv: [
      ['session_id', (row) => row.session_id],
      ['session', (row) => row.session],
      ['host', (row) => row.host],
      ['instance', (row) => row.instance],
      ['agent', (row) => row.agent],
      ['log_source', (row) => row.log_source],
      ['started_at', (row) => row.started_at],
      ['last_at', (row) => row.last_at],
      ['turns', (row) => row.turns],
      ['tool_calls', (row) => row.tool_calls],
      ['errors', (row) => row.errors],
      ['input_tokens', (row) => row.input_tokens],
      ['output_tokens', (row) => row.output_tokens],
      ['cost_microusd', (row) => row.cost_microusd],
      ['verdict', (row) => row.verdict],
      ['score', (row) => row.score],
      ['seen_by_both', (row) => row.seen_by_both],
      ['around_the_proxy', (row) => row.around_the_proxy],
    ],
  },
};

export function SessionTokens({ row }: { row: Pick<SessionRow, 'input_tokens' | 'output_tokens'> }) {
  if (row.input_tokens === null && row.output_tokens === null) return <Unknown why={NO_TOKENS} />;
  const word = (count: number | null) => (count === null ? '—' : formatCount(count));
  return (
    <>
      {word(row.input_tokens)} <span className={css['dim']}>/</span> {word(row.output_tokens)}
    </>
  );
}
