import type { ExchangeRow } from '@clawnex/proto/http/dashboard/exchanges.ts';
import type { Verdict } from '@clawnex/proto/scan.ts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useMemo, useState } from 'react';
import { call } from '../../api/client.ts';
import { failureOf, unwrap } from '../../api/queries.ts';
import type { RouteAnswer } from '../../api/routes.ts';
import listCss from '../../list/list.module.css';
import { IconButton } from '../../ui/button.tsx';
import { useNow } from '../../ui/clock.ts';
import { formatClock, formatCount, formatMinute, formatSpan } from '../../ui/format.ts';
import { type Bar, Histogram } from '../../ui/histogram.tsx';
import { Unknown, VERDICT_LOOKS } from '../../ui/mark.tsx';
import { ScrollRegion } from '../../ui/scroll-region.tsx';
import { Tallies, Tally } from '../../ui/tally.tsx';
import { filterOf, type ResolvedRange, resolveRange, type ViewSearch } from '../../view-search.ts';
import { type Arrivals, countArrivals } from './count-arrivals.ts';
import css from './traffic.module.css';

type HistogramAnswer = RouteAnswer<'readExchangeHistogram'>;
type PartName = Verdict | 'unjudged';

/** From the bottom up: what matters stands on the base line, where heights can be compared. */
const PARTS: readonly { readonly name: PartName; readonly color: string }[] = [
  { name: 'block', color: '--bar-block' },
  { name: 'review', color: '--bar-review' },
  { name: 'allow', color: '--bar-allow' },
  { name: 'unjudged', color: '--bar-unjudged' },
];
const COLORS = PARTS.map((part) => part.color);

/** The axis moves on in steps: a smaller one could not be seen. */
const AXIS_STEP_MS = 5_000;
/** Live rows change the counts at most this often. */
const READ_AGAIN_MS = 3_000;

interface Props {
  view: ViewSearch;
  range: ResolvedRange;
  /** Live rows of this view: counted at once, and read again a little later. */
  arrivals: Arrivals;
  onSpan: (fromMs: number, toMs: number) => void;
  onVerdict: (verdict: Verdict) => void;
}

/** Calls over time, split by verdict, with the totals in words and a table twin. */
export function TrafficHistogram({ view, range, arrivals, onSpan, onVerdict }: Props) {
  const [hovered, setHovered] = useState<Bar | null>(null);
  const [asTable, setAsTable] = useState(false);
  const settled = useSettled(arrivals.count, READ_AGAIN_MS);
  const { data, error, refetch } = useQuery({
    queryKey: ['histogram', view, range.from_ms],
    queryFn: async ({ signal }) => {
      const now = resolveRange(view, Date.now());
      const span = { from: new Date(now.from_ms).toISOString(), to: new Date(now.to_ms).toISOString() };
      return unwrap(await call('readExchangeHistogram', { query: { ...filterOf(view), ...span } }, signal));
    },
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
  // Read again, not anew: what is on screen stays when the answer fails.
  useEffect(() => {
    if (settled > 0) void refetch();
  }, [settled, refetch]);
  const now = useNow(AXIS_STEP_MS);
  const shown = resolveRange(view, now);
  const bars = useMemo(() => (data === undefined ? [] : barsOf(data, arrivals)), [data, arrivals]);
  const totals = useMemo(() => totalsOf(bars), [bars]);

  if (error !== null && data === undefined) {
    return (
      <Tallies>
        <span role="alert">The counts over time could not be read. {failureOf(error).message}</span>
        <button type="button" className={listCss['link']} onClick={() => void refetch()}>
          Try again
        </button>
      </Tallies>
    );
  }
  const total = totals.reduce((sum, count) => sum + count, 0);
  const bucket = data === undefined ? '' : formatSpan(data.bucket_ms);
  const said = PARTS.map((part, index) => `${formatCount(totals[index] ?? 0)} ${part.name}`).join(', ');
  return (
    <section className={css['chart']} aria-label="Calls over time">
      <Tallies>
        <strong
          className={css['count']}
          title={`All calls of the filter, ${shown.label}, counted in the store`}
        >
          {data === undefined ? <Unknown why="Being counted" /> : formatCount(total)}{' '}
          {total === 1 ? 'call' : 'calls'}
        </strong>
        {PARTS.map((part, index) => (
          <Total
            key={part.name}
            name={part.name}
            count={hovered === null ? (totals[index] ?? 0) : (hovered.parts[index] ?? 0)}
            onVerdict={onVerdict}
          />
        ))}
        <span className={css['meta']}>
          {hovered !== null && data !== undefined
            ? `${formatClock(hovered.at_ms)} – ${formatClock(hovered.at_ms + data.bucket_ms)}`
            : data === undefined
              ? ''
              : `${shown.label}, ${bucket} a bar, counted ${formatClock(Date.parse(data.read_at))}${error === null ? '' : ', could not be read since'}`}
        </span>
        <IconButton
          glyph={asTable ? 'traffic' : 'table'}
          label={asTable ? 'Show the counts as bars' : 'Show the counts as a table'}
          onClick={() => setAsTable(!asTable)}
        />
      </Tallies>
      <div>
        {asTable && data !== undefined ? (
          <Twin bars={bars} bucketMs={data.bucket_ms} onSpan={onSpan} />
        ) : (
          <Histogram
            label={`Calls per ${bucket}, ${shown.label}: ${said}. The same as a table: button before this.`}
            bars={bars}
            bucket_ms={data?.bucket_ms ?? 1}
            from_ms={shown.from_ms}
            to_ms={shown.to_ms}
            colors={COLORS}
            onSpan={onSpan}
            onHover={setHovered}
          />
        )}
      </div>
    </section>
  );
}

function Total({
  name,
  count,
  onVerdict,
}: {
  name: PartName;
  count: number;
  onVerdict: (verdict: Verdict) => void;
}) {
  if (name === 'unjudged') {
    return (
      <Tally
        shape="dashed"
        tone="dim"
        count={count}
        word={name}
        about="Calls neither side of which was judged (yet)"
      />
    );
  }
  const { shape, tone } = VERDICT_LOOKS[name];
  return (
    <Tally
      shape={shape}
      tone={tone}
      count={count}
      word={name}
      about={`Calls with verdict ${name}`}
      onShow={() => onVerdict(name)}
    />
  );
}

/** The same counts, each with a way to its rows, for who does not use a pointer or cannot see the bars. */
function Twin({
  bars,
  bucketMs,
  onSpan,
}: {
  bars: readonly Bar[];
  bucketMs: number;
  onSpan: Props['onSpan'];
}) {
  return (
    <ScrollRegion label="Calls over time, as a table" className={css['twin']}>
      <table>
        <thead>
          <tr>
            <th scope="col">From</th>
            {PARTS.map((part) => (
              <th key={part.name} scope="col">
                {part.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {bars
            .filter((bar) => bar.parts.some((part) => part > 0))
            .map((bar) => (
              <tr key={bar.at_ms}>
                <th scope="row">
                  <button
                    type="button"
                    className={listCss['link']}
                    title="Show only this time"
                    onClick={() => onSpan(bar.at_ms, bar.at_ms + bucketMs)}
                  >
                    {formatMinute(bar.at_ms)}
                  </button>
                </th>
                {PARTS.map((part, index) => (
                  <td key={part.name}>{formatCount(bar.parts[index] ?? 0)}</td>
                ))}
              </tr>
            ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function barsOf(answer: HistogramAnswer, arrivals: Arrivals): readonly Bar[] {
  const read = answer.buckets.map((bucket) => ({
    at_ms: Date.parse(bucket.at),
    parts: PARTS.map((part) => bucket[part.name]),
  }));
  const partOf = (row: ExchangeRow) => PARTS.findIndex(({ name }) => name === (row.verdict ?? 'unjudged'));
  return countArrivals(read, answer.bucket_ms, Date.parse(answer.read_at), arrivals, partOf);
}

function totalsOf(bars: readonly Bar[]): readonly number[] {
  return PARTS.map((_part, index) => bars.reduce((sum, bar) => sum + (bar.parts[index] ?? 0), 0));
}

/** Follows a value, but changes at most once in `pause_ms`. */
function useSettled(value: number, pauseMs: number): number {
  const [settled, setSettled] = useState(value);
  // Only whether it is behind, not by how much: a steady stream must not put the timer off for ever.
  const behind = value !== settled;
  const catchUp = useEffectEvent(() => setSettled(value));
  useEffect(() => {
    if (!behind) return undefined;
    const timer = window.setTimeout(catchUp, pauseMs);
    return () => window.clearTimeout(timer);
  }, [behind, pauseMs]);
  return settled;
}
