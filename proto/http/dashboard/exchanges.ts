import { z } from 'zod';
import { Decision, Mode, TrafficOrigin } from '../../decision.ts';
import { Caller } from '../../events/exchange.ts';
import { Count, ForeignName, Score } from '../../scalars.ts';
import { Category, ScannedBlock, Severity, Verdict } from '../../scan.ts';
import { defineRoute } from '../route.ts';
import { IsoTime } from './iso-time.ts';

/** What the shield said of one side. */
const SideSummary = z.strictObject({
  at: IsoTime,
  verdict: Verdict,
  score: Score,
  decision: Decision,
  latency_us: Count,
});

/** What LiteLLM reported afterwards. */
const LogSummary = z.strictObject({
  status: z.enum(['success', 'failure']),
  duration_ms: Count,
  prompt_tokens: Count.nullable(),
  completion_tokens: Count.nullable(),
  cost_microusd: Count.nullable(),
  cost_trust: z.enum(['reported', 'unpriced', 'unknown']),
});

/** One row of the Traffic Monitor. A null part has not been reported (yet): unknown, not zero. */
export const ExchangeRow = z.strictObject({
  call_id: ForeignName,
  /** Rises with every change of the row: the newer of two versions has the higher one. */
  revision: Count,
  at: IsoTime,
  host: z.string(),
  origin: TrafficOrigin,
  agent: ForeignName.nullable(),
  /** LiteLLM's trace id. */
  session: ForeignName.nullable(),
  model: ForeignName.nullable(),
  provider: ForeignName.nullable(),
  key_alias: ForeignName.nullable(),
  /** The worse of both sides; null while neither was judged. */
  verdict: Verdict.nullable(),
  score: Score.nullable(),
  decision: Decision.nullable(),
  categories: z.array(Category),
  /** Rule ids, worst first, at most 8. */
  rules: z.array(z.string()),
  request: SideSummary.nullable(),
  response: SideSummary.nullable(),
  log: LogSummary.nullable(),
});
export type ExchangeRow = z.infer<typeof ExchangeRow>;

/** `a,b,c` in the address bar. */
const listOf = <Item extends string>(item: z.ZodType<Item, string>) =>
  z
    .string()
    .transform((joined) => joined.split(',').filter((part) => part !== ''))
    .pipe(z.array(item).max(32));

/** Filters shared by list, histogram and export: the same words as in the page's address. */
export const ExchangeFilter = z.object({
  from: IsoTime.optional(),
  to: IsoTime.optional(),
  verdict: listOf(Verdict).optional(),
  decision: listOf(Decision).optional(),
  category: listOf(Category).optional(),
  rule: listOf(z.string().max(64)).optional(),
  model: listOf(ForeignName).optional(),
  agent: listOf(ForeignName).optional(),
  session: listOf(ForeignName).optional(),
  key: listOf(ForeignName).optional(),
  host: listOf(ForeignName).optional(),
  /** Live traffic unless asked otherwise. */
  origin: listOf(TrafficOrigin).optional(),
});
export type ExchangeFilter = z.infer<typeof ExchangeFilter>;

export const PAGE_ROWS_MAX = 500;

export const listExchanges = defineRoute({
  method: 'GET',
  path: '/api/exchanges',
  access: 'traffic:read',
  summary: 'Exchanges, newest first, by keyset',
  query: ExchangeFilter.extend({
    /** `next` of the page before. */
    cursor: z.string().max(128).optional(),
    limit: z.coerce.number().int().min(1).max(PAGE_ROWS_MAX).default(100),
  }),
  response: z.strictObject({
    rows: z.array(ExchangeRow),
    next: z.string().nullable(),
    /** Highest revision in the store when the page was read: live updates start after it. */
    revision: Count,
  }),
  errors: [],
});

/** At most this many bars, so that a bar is never thinner than a finger on a phone's width times four. */
export const HISTOGRAM_BUCKETS_MAX = 120;

export const readExchangeHistogram = defineRoute({
  method: 'GET',
  path: '/api/exchanges/histogram',
  access: 'traffic:read',
  summary: 'Exchanges per time bucket, split by verdict',
  query: ExchangeFilter.extend({ from: IsoTime, to: IsoTime }),
  response: z.strictObject({
    from: IsoTime,
    to: IsoTime,
    bucket_ms: Count,
    buckets: z.array(
      z.strictObject({ at: IsoTime, allow: Count, review: Count, block: Count, unjudged: Count }),
    ),
    /** When the counts were read. */
    read_at: IsoTime,
  }),
  errors: [],
});

const Judgement = z.strictObject({
  id: z.string(),
  at: IsoTime,
  side: z.enum(['request', 'response']),
  mode: Mode,
  policy_revision: Count,
  ruleset: z.string(),
  verdict: Verdict,
  score: Score,
  decision: Decision,
  reason: z.string().nullable(),
  evidence_id: z.string(),
  blocks_total: Count,
  blocks_cached: Count,
  blocks_redacted: Count,
  length_total: Count,
  latency_us: Count,
  deadline_exceeded: z.boolean(),
  blocks: z.array(ScannedBlock),
});

/** What a rule looked for, as it was when it fired. */
const RuleInfo = z.strictObject({
  id: z.string(),
  title: z.string(),
  category: Category,
  severity: Severity,
  why: z.string(),
  verify: z.string(),
});

export const ExchangeDetail = z.strictObject({
  row: ExchangeRow,
  caller: Caller,
  judgements: z.array(Judgement),
  log: z
    .strictObject({
      status: z.enum(['success', 'failure']),
      call_type: z.string().nullable(),
      stream: z.boolean().nullable(),
      started_at: IsoTime,
      ended_at: IsoTime,
      first_token_at: IsoTime.nullable(),
      prompt_tokens: Count.nullable(),
      completion_tokens: Count.nullable(),
      cache_read_tokens: Count.nullable(),
      cache_write_tokens: Count.nullable(),
      reasoning_tokens: Count.nullable(),
      cost_microusd: Count.nullable(),
      cost_trust: z.enum(['reported', 'unpriced', 'unknown']),
      error_class: z.string().nullable(),
      error_code: z.string().nullable(),
    })
    .nullable(),
  rules: z.array(RuleInfo),
});
export type ExchangeDetail = z.infer<typeof ExchangeDetail>;

export const readExchange = defineRoute({
  method: 'GET',
  path: '/api/exchanges/:call_id',
  access: 'traffic:read',
  summary: 'One exchange with its evidence',
  params: z.object({ call_id: ForeignName }),
  response: ExchangeDetail,
  errors: ['not_found'],
});
