import { useEffect, useEffectEvent, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { formatTick } from './format.ts';
import css from './histogram.module.css';
import { onThemeChange } from './theme.ts';
import { useWidth } from './use-width.ts';

export interface Bar {
  readonly at_ms: number;
  /** One count per part, in the order of `colors`, stacked from the bottom. */
  readonly parts: readonly number[];
}

interface Props {
  label: string;
  bars: readonly Bar[];
  bucket_ms: number;
  from_ms: number;
  to_ms: number;
  /** Custom properties of the parts, from the bottom up. */
  colors: readonly string[];
  onSpan: (fromMs: number, toMs: number) => void;
  onHover: (bar: Bar | null) => void;
}

const HEIGHT_PX = 104;
/** A drag shorter than this is a click. */
const DRAG_PX_MIN = 5;
/** The lower parts are the grave ones: a single one among thousands still shows. */
const PART_PX_MIN = 2;
/** Keeps one lonely call from filling the chart. */
const TOP_MIN = 4;

/** Stacked bars over time. Drag sets the range, a click takes one bar's. Its table twin is up to the caller. */
export function Histogram(props: Props) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const width = useWidth(host);
  const known = width > 0;
  const choose = useEffectEvent((from: number, to: number) => props.onSpan(from, to));
  const hover = useEffectEvent((bar: Bar | null) => props.onHover(bar));

  useEffect(() => {
    const element = host.current;
    if (element === null || !known) return undefined;
    const build = () => {
      plot.current?.destroy();
      plot.current = new uPlot(options(element, latest, choose, hover), dataOf(latest.current), element);
    };
    build();
    const stop = onThemeChange(build);
    return () => {
      stop();
      plot.current?.destroy();
      plot.current = null;
    };
  }, [known]);

  useEffect(() => {
    if (known) plot.current?.setSize({ width, height: HEIGHT_PX });
  }, [known, width]);

  const { bars, from_ms: from, to_ms: to } = props;
  useEffect(() => {
    plot.current?.setData(dataOf({ bars }), false);
    plot.current?.setScale('x', { min: from / 1_000, max: to / 1_000 });
  }, [bars, from, to]);

  return <div ref={host} className={css['chart']} role="img" aria-label={props.label} />;
}

/** uPlot's x is in seconds. */
function dataOf({ bars }: Pick<Props, 'bars'>): uPlot.AlignedData {
  return [
    bars.map((bar) => bar.at_ms / 1_000),
    bars.map((bar) => bar.parts.reduce((sum, part) => sum + part, 0)),
  ];
}

function options(
  element: HTMLElement,
  latest: { readonly current: Props },
  choose: (from: number, to: number) => void,
  hover: (bar: Bar | null) => void,
): uPlot.Options {
  const { from_ms, to_ms } = latest.current;
  const color = (name: string) => resolveColor(element, name);
  const font = `11px ${getComputedStyle(element).fontFamily}`;
  const axis: uPlot.Axis = {
    stroke: color('--text-dim'),
    font,
    grid: { stroke: color('--line'), width: 1 },
    ticks: { show: false },
  };
  return {
    width: element.clientWidth,
    height: HEIGHT_PX,
    padding: [8, 12, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      points: { show: false },
      drag: { x: true, y: false, setScale: false, dist: DRAG_PX_MIN },
    },
    scales: {
      x: { time: true, min: from_ms / 1_000, max: to_ms / 1_000 },
      y: { range: (_plot, _min, max) => [0, Math.max(TOP_MIN, (max ?? 0) * 1.08)] },
    },
    axes: [
      {
        ...axis,
        size: 24,
        gap: 4,
        space: 72,
        grid: { show: false },
        values: (_plot, splits, _index, _space, step) =>
          splits.map((at) => formatTick(at * 1_000, step * 1_000)),
      },
      {
        ...axis,
        size: 48,
        gap: 6,
        incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 1e5, 1e6],
        space: 28,
      },
    ],
    series: [{}, { show: true, paths: () => null, points: { show: false } }],
    hooks: {
      ready: [
        (plot) => {
          plot.over.addEventListener('click', () => {
            const bar = barAt(plot, latest.current);
            if (bar !== null && plot.select.width < DRAG_PX_MIN)
              choose(bar.at_ms, bar.at_ms + latest.current.bucket_ms);
          });
          plot.over.addEventListener('mouseleave', () => hover(null));
        },
      ],
      draw: [(plot) => drawBars(plot, latest.current, latest.current.colors.map(color))],
      setCursor: [(plot) => hover(barAt(plot, latest.current))],
      setSelect: [
        (plot) => {
          const { left, width } = plot.select;
          if (width < DRAG_PX_MIN) return;
          const from = plot.posToVal(left, 'x') * 1_000;
          const to = plot.posToVal(left + width, 'x') * 1_000;
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          choose(Math.floor(from), Math.ceil(to));
        },
      ],
    },
  };
}

function barAt(plot: uPlot, { bars, bucket_ms }: Props): Bar | null {
  const left = plot.cursor.left ?? -1;
  if (left < 0) return null;
  const at = plot.posToVal(left, 'x') * 1_000;
  return bars.find((bar) => at >= bar.at_ms && at < bar.at_ms + bucket_ms) ?? null;
}

function drawBars(plot: uPlot, { bars, bucket_ms }: Props, colors: readonly string[]): void {
  const { ctx, bbox } = plot;
  const base = plot.valToPos(0, 'y', true);
  const gap = Math.min(2, uPlot.pxRatio);
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  for (const { at_ms, parts } of bars) {
    const left = Math.round(plot.valToPos(at_ms / 1_000, 'x', true));
    const right = Math.round(plot.valToPos((at_ms + bucket_ms) / 1_000, 'x', true));
    let below = base;
    let sum = 0;
    parts.forEach((count, index) => {
      if (count === 0) return;
      sum += count;
      const top = Math.min(plot.valToPos(sum, 'y', true), below - PART_PX_MIN * uPlot.pxRatio);
      ctx.fillStyle = colors[index] ?? 'gray';
      ctx.fillRect(left, top, Math.max(1, right - left - gap), below - top);
      below = top;
    });
  }
  ctx.restore();
}

/** What a custom property is as a colour in the theme in force: a canvas does not know light-dark(). */
function resolveColor(element: HTMLElement, name: string): string {
  const before = element.style.color;
  element.style.color = `var(${name})`;
  const resolved = getComputedStyle(element).color;
  element.style.color = before;
  return resolved;
}
