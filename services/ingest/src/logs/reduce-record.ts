import type { TrafficOrigin } from '@clawnex/proto/decision.ts';
import { ExchangeLogged } from '@clawnex/proto/events/exchange.ts';
import { contentId } from '@clawnex/shared/kernel/ids.ts';
import { TRAFFIC_TAG_HEADER, type TrafficTag, verifyTrafficTag } from '@clawnex/shared/kernel/traffic-tag.ts';
import { maskClientName } from './client-names.ts';
import { readCost } from './read-cost.ts';
import { readTokens } from './read-tokens.ts';
import { RecordShape } from './record-shape.ts';

/** One of LiteLLM's records, reduced to facts. */
export interface LoggedCall {
  /** The same for every copy of the record, different for each attempt of a retried call. */
  readonly id: string;
  readonly origin: TrafficOrigin;
  readonly data: ExchangeLogged;
}

/** Why a record cannot be used. */
export type SkipReason = 'not_an_object' | 'no_call_id';
export type ReducedRecord = { ok: true; call: LoggedCall } | { ok: false; reason: SkipReason };

export interface ReduceOptions {
  readonly tagKey: string;
  readonly nowMs: number;
}

/** Reduces a record to what the store keeps of it. Texts, headers and tracebacks end here. */
export function reduceRecord(entry: unknown, { tagKey, nowMs }: ReduceOptions): ReducedRecord {
  const parsed = RecordShape.safeParse(entry);
  if (!parsed.success) return { ok: false, reason: 'not_an_object' };
  const record = parsed.data;
  const call_id = maskClientName(record.litellm_call_id ?? record.call_id ?? record.id?.slice(0, 512));
  if (call_id === undefined) return { ok: false, reason: 'no_call_id' };
  const status = record.status ?? (failed(record) ? 'failure' : 'success');
  const tag = readTag(record, tagKey, nowMs);
  const data = ExchangeLogged.parse({
    call_id,
    trace_id: maskClientName(record.trace_id),
    response_id: maskClientName(record.id?.slice(0, 512)),
    status,
    call_type: record.call_type,
    model: maskClientName(record.model),
    model_group: maskClientName(record.model_group),
    provider: record.custom_llm_provider,
    stream: record.stream,
    ...readTimes(record, nowMs, tag),
    ...readTokens(record),
    ...readCost(record),
    cache_hit: record.cache_hit,
    caller: {
      key_hash: record.metadata?.user_api_key_hash,
      key_alias: record.metadata?.user_api_key_alias,
      user: record.metadata?.user_api_key_user_id,
      team: record.metadata?.user_api_key_team_alias ?? record.metadata?.user_api_key_team_id,
      end_user: maskClientName(record.end_user ?? record.metadata?.user_api_key_end_user_id),
      user_agent: maskClientName(record.user_agent ?? record.metadata?.user_agent),
    },
    error_class: record.error_information?.error_class,
    error_code: record.error_information?.error_code,
  });
  const id = contentId(
    'litellm',
    call_id,
    record.id ?? '',
    status,
    record.startTime ?? '',
    record.endTime ?? '',
  );
  return { ok: true, call: { id, origin: tag?.origin ?? 'live', data } };
}

function failed({ error_information, error_str }: RecordShape): boolean {
  return error_information?.error_class !== undefined || error_str !== undefined;
}

/** The demo plays a day in minutes: its calls happened when their mark says, and took as long as they took. */
function readTimes(record: RecordShape, nowMs: number, tag: TrafficTag | null) {
  const ended = record.endTime ?? record.startTime ?? nowMs;
  const started = Math.min(record.startTime ?? ended, ended);
  const first = record.completionStartTime;
  const shift = tag === null ? 0 : tag.time_ms - started;
  return {
    started_at_ms: started + shift,
    ended_at_ms: ended + shift,
    first_token_at_ms: first === undefined || first < started || first > ended ? undefined : first + shift,
  };
}

function readTag({ metadata }: RecordShape, key: string, nowMs: number): TrafficTag | null {
  for (const headers of [metadata?.requester_custom_headers, metadata?.requester_metadata?.headers]) {
    const value = headers?.[TRAFFIC_TAG_HEADER];
    if (typeof value === 'string') return verifyTrafficTag(value, key, nowMs);
  }
  return null;
}
