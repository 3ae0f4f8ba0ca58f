import { z } from 'zod';
import { TrafficOrigin } from '../../decision.ts';
import { RUNTIME_PARTS } from '../../events/runtime.ts';
import { SCAN_SOURCES } from '../../events/scan.ts';
import { Count, Score } from '../../scalars.ts';
import { Origin, Verdict } from '../../scan.ts';
import { WatchStatus } from '../../watch-status.ts';
import { defineRoute } from '../route.ts';
import { IsoTime } from './iso-time.ts';

const Page = {
  cursor: z.string().max(128).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
};

export const readWatchStatus = defineRoute({
  method: 'GET',
  path: '/api/sessions/sources',
  access: 'traffic:read',
  summary:
    'What the watcher watches, how far it was read, and what cannot be read with the command that allows it',
  response: z.strictObject({
    /** Null while the watcher cannot be asked; then `reason` says why. */
    status: WatchStatus.nullable(),
    reason: z.string().nullable(),
    read_at: IsoTime,
  }),
  errors: [],
});

/** A session as the agent's own log tells of it. Null amounts are not known. */
export const AgentSessionRow = z.strictObject({
  session_id: z.string(),
  session: z.string(),
  host: z.string(),
  origin: TrafficOrigin,
  instance: z.string(),
  agent: z.string().nullable(),
  log_source: z.enum(SCAN_SOURCES),
  started_at: IsoTime,
  last_at: IsoTime,
  ended_at: IsoTime.nullable(),
  turns: Count,
  tool_calls: Count,
  errors: Count,
  /** Read, written, from the cache and into it. */
  input_tokens: Count.nullable(),
  output_tokens: Count.nullable(),
  cache_read_tokens: Count.nullable(),
  cache_write_tokens: Count.nullable(),
  cost_microusd: Count.nullable(),
  /** The worst that scans found; null where they found nothing. */
  verdict: Verdict.nullable(),
  score: Score.nullable(),
  /** Answers of models: also seen by the proxy, or not. Null where the log does not count single answers. */
  seen_by_both: Count.nullable(),
  around_the_proxy: Count.nullable(),
});
export type AgentSessionRow = z.infer<typeof AgentSessionRow>;

export const listAgentSessions = defineRoute({
  method: 'GET',
  path: '/api/sessions',
  access: 'traffic:read',
  summary: "Agents' sessions by their own logs, last active first",
  query: z.object({
    ...Page,
    from: IsoTime.optional(),
    to: IsoTime.optional(),
    host: z.string().max(512).optional(),
    agent: z.string().max(512).optional(),
    log_source: z.enum(SCAN_SOURCES).optional(),
    verdict: Verdict.optional(),
    origin: TrafficOrigin.default('live'),
  }),
  response: z.strictObject({ rows: z.array(AgentSessionRow), next: z.string().nullable() }),
  errors: [],
});

/** One thing that happened in a session, without its text; the excerpt is what a scan found, masked. */
export const AgentSessionItem = z.strictObject({
  seq: Count,
  at: IsoTime,
  kind: z.string(),
  block_origin: Origin.nullable(),
  tool: z.string().nullable(),
  model: z.string().nullable(),
  is_error: z.boolean().nullable(),
  from_network: z.boolean().nullable(),
  input_tokens: Count.nullable(),
  output_tokens: Count.nullable(),
  cost_microusd: Count.nullable(),
  /** The proxy's exchange of the same answer. */
  call_id: z.string().nullable(),
  scan: z
    .strictObject({
      verdict: Verdict,
      score: Score,
      rules: z.array(z.string()),
      excerpt: z.string().nullable(),
      length: Count,
      hash: z.string(),
    })
    .nullable(),
});
export type AgentSessionItem = z.infer<typeof AgentSessionItem>;

export const readAgentSession = defineRoute({
  method: 'GET',
  path: '/api/sessions/:session_id',
  access: 'traffic:read',
  summary: 'One session as it happened',
  params: z.object({ session_id: z.string().max(20) }),
  query: z.object(Page),
  response: z.strictObject({
    row: AgentSessionRow,
    items: z.array(AgentSessionItem),
    /** The first item whose text a rule would block. */
    first_blocked_seq: Count.nullable(),
    next: z.string().nullable(),
  }),
  errors: ['not_found'],
});

export const listBypasses = defineRoute({
  method: 'GET',
  path: '/api/sessions/around-the-proxy',
  access: 'traffic:read',
  summary: 'Calls that agents made and nobody inspected, by agent, and how to route them',
  query: z.object({ from: IsoTime.optional(), to: IsoTime.optional() }),
  response: z.strictObject({
    rows: z.array(
      z.strictObject({
        host: z.string(),
        instance: z.string(),
        agent: z.string().nullable(),
        log_source: z.enum(SCAN_SOURCES),
        calls: Count,
        /** Of the same agent, seen by the proxy. */
        calls_seen: Count,
        models: z.array(z.string()),
        since: IsoTime,
        last_at: IsoTime,
        how_to_route: z.string(),
      }),
    ),
    /** Calls that the proxy saw and no log tells of. */
    proxy_only: Count,
    read_at: IsoTime,
  }),
  errors: [],
});

export const listRuntimeChanges = defineRoute({
  method: 'GET',
  path: '/api/sessions/changes',
  access: 'traffic:read',
  summary: 'Changes of boot files, skills, prompts, configuration, jobs and pairings, newest first',
  query: z.object({ limit: z.coerce.number().int().min(1).max(500).default(100) }),
  response: z.strictObject({
    rows: z.array(
      z.strictObject({
        at: IsoTime,
        host: z.string(),
        instance: z.string().nullable(),
        agent: z.string().nullable(),
        what: z.enum(RUNTIME_PARTS),
        name: z.string(),
        change: z.enum(['appeared', 'changed', 'removed']),
        by: z.string().nullable(),
        before_hash: z.string().nullable(),
        after_hash: z.string().nullable(),
        diff: z.string().nullable(),
        detail: z.string().nullable(),
      }),
    ),
  }),
  errors: [],
});
