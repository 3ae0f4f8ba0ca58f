import { DECISIONS, type Decision, TRAFFIC_ORIGINS, type TrafficOrigin } from '@clawnex/proto/decision.ts';
import { Caller } from '@clawnex/proto/events/exchange.ts';
import { type Verdict, worstVerdict } from '@clawnex/proto/scan.ts';
import type { RuleHit } from './exchange.sql.ts';
import type { JudgementFacts } from './judgement.sql.ts';
import type { LogFacts } from './log-record.sql.ts';
import { rankRules } from './rank-rules.ts';

interface SideFacts {
  readonly at_ms: number | null;
  readonly verdict: Verdict | null;
  readonly score: number | null;
  readonly decision: Decision | null;
  readonly latency_us: number | null;
}

/**
 * Makes an exchange of everything known about it. Depends on the set of facts alone, never on the order in which they
 * came: judgements must be sorted by time and id, log records with the one that counts first.
 */
export function combineEvidence(
  judgements: readonly JudgementFacts[],
  logs: readonly LogFacts[],
  hits: readonly RuleHit[],
) {
  const requests = judgements.filter((judgement) => judgement.side === 'request');
  const responses = judgements.filter((judgement) => judgement.side === 'response');
  const log = logs[0];
  const request = combineSide(requests);
  const response = combineSide(responses);
  // The shield sees the call first and names it as the client did; then LiteLLM's own record; the answer's side last.
  const facts = [...requests, ...logs, ...responses];
  const caller = combineCallers(facts.map((fact) => fact.caller_json));
  const rules = rankRules(hits);
  // A retried or blocked call has several records, and only one of them may know what it used.
  const usage = logs.find(hasUsage) ?? log;
  return {
    at_ms: requests[0]?.at_ms ?? log?.started_at_ms ?? responses[0]?.at_ms ?? 0,
    host: firstKnown(facts, 'host') ?? '',
    origin: combineOrigins(facts.map((fact) => fact.origin)),
    instance: firstKnown(facts, 'instance'),
    agent: firstKnown(facts, 'agent'),
    session: firstKnown(facts, 'session'),
    model: firstKnown(facts, 'model'),
    provider: log?.provider ?? null,
    key_alias: caller.key_alias ?? null,
    caller_json: JSON.stringify(caller),
    verdict: judgements.length === 0 ? null : worstVerdict(judgements.map(({ verdict }) => verdict)),
    score: judgements.length === 0 ? null : Math.max(...judgements.map(({ score }) => score)),
    decision: worstDecision(judgements),
    categories: rules.categories,
    rules: rules.rules,
    request_at_ms: request.at_ms,
    request_verdict: request.verdict,
    request_score: request.score,
    request_decision: request.decision,
    request_latency_us: request.latency_us,
    response_at_ms: response.at_ms,
    response_verdict: response.verdict,
    response_score: response.score,
    response_decision: response.decision,
    response_latency_us: response.latency_us,
    log_status: log?.status ?? null,
    log_duration_ms: log === undefined ? null : Math.max(0, log.ended_at_ms - log.started_at_ms),
    prompt_tokens: usage?.prompt_tokens ?? null,
    completion_tokens: usage?.completion_tokens ?? null,
    cost_microusd: usage?.cost_microusd ?? null,
    cost_trust: usage?.cost_trust ?? null,
  };
}

function hasUsage({ prompt_tokens, completion_tokens, cost_microusd }: LogFacts): boolean {
  return [prompt_tokens, completion_tokens, cost_microusd].some((amount) => amount !== null && amount > 0);
}

/** A streamed answer is judged many times as it grows: the worst verdict and decision stand, with the latest times. */
function combineSide(judgements: readonly JudgementFacts[]): SideFacts {
  const latest = judgements.at(-1);
  if (latest === undefined) {
    return { at_ms: null, verdict: null, score: null, decision: null, latency_us: null };
  }
  return {
    at_ms: latest.at_ms,
    verdict: worstVerdict(judgements.map(({ verdict }) => verdict)),
    score: Math.max(...judgements.map(({ score }) => score)),
    decision: worstDecision(judgements),
    latency_us: latest.latency_us,
  };
}

function worstDecision(judgements: readonly JudgementFacts[]): Decision | null {
  if (judgements.length === 0) return null;
  const worst = Math.max(...judgements.map(({ decision }) => DECISIONS.indexOf(decision)));
  return DECISIONS[worst] ?? null;
}

/** One genuine mark is enough to keep a call out of the real counts. */
function combineOrigins(origins: readonly TrafficOrigin[]): TrafficOrigin {
  const marks: readonly TrafficOrigin[] = ['demo', 'test'];
  return marks.find((mark) => origins.includes(mark)) ?? TRAFFIC_ORIGINS[0];
}

type NamedFacts = Pick<JudgementFacts, 'host' | 'instance' | 'agent' | 'session' | 'model'>;

function firstKnown(facts: readonly NamedFacts[], field: keyof NamedFacts): string | null {
  for (const fact of facts) {
    const value = fact[field];
    if (value !== null) return value;
  }
  return null;
}

/** Field by field, first fact first, in the schema's order of keys. */
function combineCallers(callers: readonly string[]): Caller {
  const merged: Record<string, string> = {};
  for (const json of callers) {
    for (const [field, value] of Object.entries(Caller.parse(JSON.parse(json)))) {
      if (value !== undefined) merged[field] ??= value;
    }
  }
  return Caller.parse(merged);
}
