import type { ExchangeRow } from '@clawnex/proto/http/dashboard/exchanges.ts';
import { createContext, type ReactNode, useContext } from 'react';
import { formatCost, formatCount, formatMs, formatUs } from '../../ui/format.ts';
import { Tag, Unknown } from '../../ui/mark.tsx';
import { revealName } from '../../ui/reveal.ts';
import { ForeignText } from '../../ui/untrusted.tsx';
import { type FilterField, isFilterable } from '../../view-search.ts';
import css from './traffic.module.css';

/** Adds a filter to the view. Set by the page; cells and panel use it. */
export const FilterIn = createContext<(field: FilterField, value: string) => void>(() => undefined);

/** A value that filters in when clicked. By keyboard the same is in the row's menu and in the panel. */
export function Value(props: {
  field: FilterField;
  value: string;
  children?: ReactNode;
  reachable?: boolean;
}) {
  const filterIn = useContext(FilterIn);
  const { field, value, children } = props;
  const content = children ?? <ForeignText text={value} />;
  if (!isFilterable(value)) return <span title="A value with a comma cannot be a filter">{content}</span>;
  return (
    <button
      type="button"
      tabIndex={props.reachable === true ? 0 : -1}
      className={css['value']}
      title={`Show only ${field} ${revealName(value)}`}
      onClick={(event) => {
        event.stopPropagation();
        filterIn(field, value);
      }}
    >
      {content}
    </button>
  );
}

const NOT_SAID = 'Neither LiteLLM nor the shield said it (yet)';
const NO_RECORD = "LiteLLM's record of this call has not arrived (yet)";

export function ForeignValue({ field, value }: { field: FilterField; value: string | null }) {
  return value === null ? <Unknown why={NOT_SAID} /> : <Value field={field} value={value} />;
}

export function Origin({ origin }: { origin: ExchangeRow['origin'] }) {
  if (origin === 'live') return null;
  return (
    <Tag
      title={
        origin === 'demo'
          ? 'Scripted demo traffic, never counted as real'
          : 'Test traffic, never counted as real'
      }
    >
      {origin}
    </Tag>
  );
}

/** Both sides' time in the shield. */
export function ShieldTime({ row }: { row: ExchangeRow }) {
  const sides = [row.request, row.response].filter((side) => side !== null);
  if (sides.length === 0) return <Unknown why="Neither side was judged (yet)" />;
  const total = sides.reduce((sum, side) => sum + side.latency_us, 0);
  return (
    <span
      title={`Time in the shield: request ${row.request === null ? 'not judged' : formatUs(row.request.latency_us)}, answer ${row.response === null ? 'not judged' : formatUs(row.response.latency_us)}`}
    >
      {formatUs(total)}
    </span>
  );
}

export function CallTime({ row }: { row: ExchangeRow }) {
  if (row.log === null) return <Unknown why={NO_RECORD} />;
  return <span title="From call to last byte, as LiteLLM measured">{formatMs(row.log.duration_ms)}</span>;
}

export function Tokens({ row }: { row: ExchangeRow }) {
  if (row.log === null) return <Unknown why={NO_RECORD} />;
  const { prompt_tokens: prompt, completion_tokens: completion } = row.log;
  if (prompt === null && completion === null) return <Unknown why="LiteLLM reported no token counts" />;
  const word = (count: number | null) => (count === null ? '—' : formatCount(count));
  return (
    <span title={`Tokens: ${word(prompt)} in the prompt, ${word(completion)} in the answer`}>
      {word(prompt)} <span className={css['dim']}>/</span> {word(completion)}
    </span>
  );
}

const COST_TRUST = {
  reported: "LiteLLM's own figure",
  unpriced: 'LiteLLM has no price for this model: its 0 means unknown',
  unknown: 'LiteLLM did not say what it cost',
} as const;

export function Cost({ row }: { row: Pick<ExchangeRow, 'log'> }) {
  if (row.log === null) return <Unknown why={NO_RECORD} />;
  const { cost_microusd: cost, cost_trust: trust } = row.log;
  if (trust === 'unpriced')
    return (
      <span className={css['dim']} title={COST_TRUST.unpriced}>
        unpriced
      </span>
    );
  if (cost === null || trust === 'unknown') return <Unknown why={COST_TRUST.unknown} />;
  return (
    <span title={COST_TRUST.reported}>
      {formatCost(cost)} <span className={css['dim']}>reported</span>
    </span>
  );
}
