import type { ExchangeRow } from '@clawnex/proto/http/dashboard/exchanges.ts';
import { Value } from '../../list/filter-in.tsx';
import css from '../../list/list.module.css';
import { storedColumns } from '../../list/list-tools.tsx';
import { formatWord } from '../../ui/format.ts';
import type { GridColumn } from '../../ui/grid.tsx';
import { DecisionWord, Unknown, VerdictPill } from '../../ui/mark.tsx';
import { OriginTag } from '../../ui/origin-tag.tsx';
import { Age } from '../../ui/time.tsx';
import { CallerName, CallTime, Cost, ShieldTime, Tokens } from './cells.tsx';

export const EXCHANGE_COLUMNS: readonly GridColumn<ExchangeRow>[] = [
  {
    id: 'at',
    label: 'Time',
    about: 'How long ago the call began; the exact time on hover',
    width_px: 60,
    priority: 0,
    cell: (row) => <Age at={row.at} />,
  },
  {
    id: 'verdict',
    label: 'Verdict',
    about: 'What the scan means: the worse of request and answer',
    width_px: 92,
    priority: 1,
    cell: (row) =>
      row.verdict === null ? (
        <VerdictPill verdict={null} />
      ) : (
        <Value field="verdict" value={row.verdict}>
          <VerdictPill verdict={row.verdict} />
        </Value>
      ),
  },
  {
    id: 'decision',
    label: 'Decision',
    about: 'What the shield did with it',
    width_px: 82,
    priority: 2,
    cell: (row) =>
      row.decision === null ? (
        <DecisionWord decision={null} />
      ) : (
        <Value field="decision" value={row.decision}>
          <DecisionWord decision={row.decision} />
        </Value>
      ),
  },
  {
    id: 'score',
    label: 'Score',
    about: "The scan's score, 0 to 100; the higher of request and answer",
    width_px: 48,
    priority: 5,
    end: true,
    cell: (row) => (row.score === null ? <Unknown why="Neither side was judged (yet)" /> : row.score),
  },
  {
    id: 'agent',
    label: 'Agent · key',
    about: 'Who called: the agent, and the alias of the LiteLLM key it used',
    width_px: 150,
    priority: 3,
    cell: (row) => (
      <>
        <CallerName field="agent" value={row.agent} />
        <span className={css['dim']}> · </span>
        <span className={css['dim']}>
          <CallerName field="key" value={row.key_alias} />
        </span>{' '}
        <OriginTag origin={row.origin} what="traffic" />
      </>
    ),
  },
  {
    id: 'model',
    label: 'Model',
    about: 'The model that was asked for',
    width_px: 138,
    priority: 6,
    cell: (row) => <CallerName field="model" value={row.model} />,
  },
  {
    id: 'rules',
    label: 'Rules and categories',
    about: 'What was found, worst first: rule ids, then their categories',
    width_px: 240,
    grows: true,
    priority: 4,
    cell: (row) => <Findings row={row} />,
  },
  {
    id: 'session',
    label: 'Session',
    about: "LiteLLM's trace id",
    width_px: 96,
    priority: 11,
    cell: (row) =>
      row.session === null ? (
        <CallerName field="session" value={null} />
      ) : (
        <span className={css['mono']}>
          <CallerName field="session" value={row.session} />
        </span>
      ),
  },
  {
    id: 'shield',
    label: 'Shield',
    about: 'Time in the shield, request and answer together',
    width_px: 66,
    priority: 10,
    end: true,
    cell: (row) => <ShieldTime row={row} />,
  },
  {
    id: 'call',
    label: 'Call',
    about: 'Time of the whole call, as LiteLLM measured it',
    width_px: 64,
    priority: 7,
    end: true,
    cell: (row) => <CallTime row={row} />,
  },
  {
    id: 'tokens',
    label: 'Tokens in / out',
    about: 'Tokens of prompt and answer, as LiteLLM reported them',
    width_px: 108,
    priority: 9,
    end: true,
    cell: (row) => <Tokens row={row} />,
  },
  {
    id: 'cost',
    label: 'Cost',
    about: 'In US dollars, with how far the figure can be trusted',
    width_px: 126,
    priority: 8,
    end: true,
    cell: (row) => <Cost row={row} />,
  },
  {
    id: 'host',
    label: 'Host',
    about: 'The machine whose shield judged the call',
    width_px: 100,
    priority: 12,
    cell: (row) => <CallerName field="host" value={row.host} />,
  },
];

function Findings({ row }: { row: ExchangeRow }) {
  if (row.rules.length === 0 && row.categories.length === 0) {
    if (row.verdict === null) return <Unknown why="Neither side was judged (yet)" />;
    return (
      <span className={css['dim']} title="No rule fired on either side">
        none
      </span>
    );
  }
  const [first] = row.rules;
  const others = row.rules.length - 1;
  return (
    <>
      {first === undefined ? null : (
        <span className={css['mono']}>
          <Value field="rule" value={first} />
        </span>
      )}
      {others > 0 ? (
        <span className={css['dim']} title={row.rules.join('\n')}>
          {' '}
          +{others}
        </span>
      ) : null}
      {row.categories.map((category) => (
        <span key={category} className={css['dim']}>
          {' · '}
          <Value field="category" value={category}>
            {formatWord(category)}
          </Value>
        </span>
      ))}
    </>
  );
}

/** Two lines for a narrow screen. */
export function NarrowRow({ row }: { row: ExchangeRow }) {
  return (
    <>
      <div className={css['narrowLine']}>
        <VerdictPill verdict={row.verdict} />
        <DecisionWord decision={row.decision} />
        <OriginTag origin={row.origin} what="traffic" />
        <span className={css['dim']}>
          <Age at={row.at} />
        </span>
      </div>
      <div className={css['narrowLine']}>
        <CallerName field="agent" value={row.agent} />
        <span className={css['dim']}>{row.rules[0] ?? <CallerName field="model" value={row.model} />}</span>
        <span>
          {row.score === null ? <Unknown why="Neither side was judged (yet)" /> : `score ${row.score}`}
        </span>
      </div>
    </>
  );
}

export const hiddenColumns = storedColumns('traffic', ['host']);
