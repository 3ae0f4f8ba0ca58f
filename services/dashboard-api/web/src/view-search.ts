import type { ExchangeFilter } from '@clawnex/proto/http/dashboard/exchanges.ts';
import { formatMinute } from './ui/format.ts';

/** Filters of traffic by field; the words are those of the API and of the page's address. */
export type FilterField = Exclude<keyof ExchangeFilter, 'from' | 'to'>;

const FILTER_FIELDS: Record<FilterField, string> = {
  verdict: 'verdict',
  decision: 'decision',
  category: 'category',
  rule: 'rule',
  agent: 'agent',
  key: 'key',
  model: 'model',
  session: 'session',
  host: 'host',
  origin: 'origin',
};
// Object.keys of a literal: its own field names.
export const FILTER_FIELD_NAMES = Object.keys(FILTER_FIELDS) as readonly FilterField[];

/** Filters of the lists that are read whole. A word means the same on every page that knows it. */
const PAGE_FIELDS = [
  'severity',
  'result',
  'check',
  'subject',
  'status',
  'owner',
  'tactic',
  'entity',
  'runtime',
  'state',
  'match',
  'suite',
  'kind',
] as const;
export type ListField = FilterField | (typeof PAGE_FIELDS)[number];
const LIST_FIELDS: readonly ListField[] = [...FILTER_FIELD_NAMES, ...PAGE_FIELDS];

export const RANGES = {
  '15m': { ms: 15 * 60_000, label: 'past 15 min' },
  '1h': { ms: 3_600_000, label: 'past 1 h' },
  '6h': { ms: 6 * 3_600_000, label: 'past 6 h' },
  '24h': { ms: 24 * 3_600_000, label: 'past 24 h' },
  '7d': { ms: 7 * 86_400_000, label: 'past 7 d' },
  '30d': { ms: 30 * 86_400_000, label: 'past 30 d' },
} as const;
export type RangeName = keyof typeof RANGES;
export const RANGE_NAMES = Object.keys(RANGES).filter(isRangeName);
const RANGE_DEFAULT: RangeName = '24h';

/** What the address says of the view. Filter values are joined by commas, as the API takes them; `sort=-score` = by that column, downwards; `as=page` = the opened row stands alone. */
export type ViewSearch = Partial<Record<ListField | 'from' | 'to' | 'range' | 'sort' | 'as', string>>;

export function isRangeName(name: string | undefined): name is RangeName {
  return name !== undefined && Object.hasOwn(RANGES, name);
}

/** Keeps the known words of an address; their values are judged by the API, which says what is wrong with them. */
export function readViewSearch(search: Record<string, unknown>): ViewSearch {
  const view: ViewSearch = {};
  for (const key of [...LIST_FIELDS, 'from', 'to', 'range', 'sort', 'as'] as const) {
    const value = search[key];
    if (typeof value === 'string' && value !== '') view[key] = value;
  }
  return view;
}

export function filterValues(view: ViewSearch, field: ListField): readonly string[] {
  return (view[field] ?? '').split(',').filter((value) => value !== '');
}

/** Marks a value that must not be there: `!low`. Only lists that are read whole can be asked so. */
const NOT = '!';

/** A comma separates values in the address and a mark excludes one, so a value that has them cannot be asked for. */
export function isFilterable(value: string): boolean {
  return value !== '' && !value.includes(',') && !value.startsWith(NOT);
}

export function withFilter(view: ViewSearch, field: ListField, value: string): ViewSearch {
  const values = filterValues(view, field);
  if (values.includes(value)) return view;
  // What is asked for is no longer excluded, and the other way round.
  const others = values.filter((each) => plainValue(each) !== plainValue(value));
  return { ...view, [field]: [...others, value].join(',') };
}

export function isExcluded(value: string): boolean {
  return value.startsWith(NOT);
}

export function excluded(value: string): string {
  return NOT + value;
}

/** The value itself, asked for or excluded. */
export function plainValue(value: string): string {
  return isExcluded(value) ? value.slice(NOT.length) : value;
}

export function withoutFilter(view: ViewSearch, field: ListField, value: string): ViewSearch {
  const { [field]: _removed, ...rest } = view;
  const left = filterValues(view, field).filter((each) => each !== value);
  return left.length === 0 ? rest : { ...rest, [field]: left.join(',') };
}

export function withoutFilters(view: ViewSearch): ViewSearch {
  const { from, to, range } = view;
  return {
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(range === undefined ? {} : { range }),
  };
}

export function withRange(view: ViewSearch, range: RangeName): ViewSearch {
  const { from: _from, to: _to, ...rest } = view;
  return { ...rest, range };
}

export function withSpan(view: ViewSearch, fromMs: number, toMs: number): ViewSearch {
  const { range: _range, ...rest } = view;
  return { ...rest, from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() };
}

/** The filters alone, as the API's query takes them. */
export function filterOf(view: ViewSearch): Partial<Record<FilterField, string>> {
  const filter: Partial<Record<FilterField, string>> = {};
  for (const field of FILTER_FIELD_NAMES) {
    const value = view[field];
    if (value !== undefined) filter[field] = value;
  }
  return filter;
}

export interface ResolvedRange {
  readonly from_ms: number;
  readonly to_ms: number;
  readonly label: string;
  /** True while the range ends now and moves on. */
  readonly moving: boolean;
}

export function resolveRange(view: ViewSearch, now: number): ResolvedRange {
  const from = Date.parse(view.from ?? '');
  const to = Date.parse(view.to ?? '');
  if (!Number.isNaN(from)) {
    const moving = Number.isNaN(to);
    const end = moving ? now : to;
    const label = `${formatMinute(from, now)} – ${moving ? 'now' : formatMinute(to, now)}`;
    return { from_ms: from, to_ms: Math.max(end, from + 1), label, moving };
  }
  const { ms, label } = RANGES[isRangeName(view.range) ? view.range : RANGE_DEFAULT];
  return { from_ms: now - ms, to_ms: now, label, moving: true };
}
