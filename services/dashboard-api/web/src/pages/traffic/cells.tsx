import type { ExchangeRow } from '@clawnex/proto/http/dashboard/exchanges.ts';
import { ForeignValue } from '../../list/filter-in.tsx';
import listCss from '../../list/list.module.css';
import { formatCost, formatCount, formatMs, formatUs } from '../../ui/format.ts';
import { Unknown } from '../../ui/mark.tsx';
import type { FilterField } from '../../view-search.ts';

const NOT_SAID = 'Neither LiteLLM nor the shield said it (yet)';
const NO_RECORD = "LiteLLM's record of this call has not arrived (yet)";

/** A name that LiteLLM or the shield gave. */
export function CallerName({ field, value }: { field: FilterField; value: string | null }) {
  return <ForeignValue field={field} value={value} why={NOT_SAID} />;
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
      {word(prompt)} <span className={listCss['dim']}>/</span> {word(completion)}
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
      <span className={listCss['dim']} title={COST_TRUST.unpriced}>
        unpriced
      </span>
    );
  if (cost === null || trust === 'unknown') return <Unknown why={COST_TRUST.unknown} />;
  return (
    <span title={COST_TRUST.reported}>
      {formatCost(cost)} <span className={listCss['dim']}>reported</span>
    </span>
  );
}
