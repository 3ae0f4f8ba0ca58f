import { ORIGINS, type Origin, type ScannedBlock, worstVerdict } from '@clawnex/proto/scan.ts';
import { type Call, DEMO_PRICES } from '@clawnex/scripts/demo/call.ts';
import { scriptDay } from '@clawnex/scripts/demo/day.ts';
import { scan } from '@clawnex/shared/detection/engine.ts';
import { builtinRuleset } from '@clawnex/shared/detection/ruleset.ts';
import { contentId, sha256 } from '@clawnex/shared/kernel/ids.ts';

const ORIGIN_OF: Readonly<Record<string, Origin>> = { tool: 'tool_result' };

/** The events that the shield and ingest publish when the demo's day is played: one line each, in order of time. */
export function demoLines(end_ms: number): string[] {
  return scriptDay(end_ms)
    .flatMap((call) => [judged(call, 'request'), judged(call, 'response'), logged(call)])
    .map((event) => JSON.stringify(event));
}

function judged(call: Call, side: 'request' | 'response'): unknown {
  const texts =
    side === 'request'
      ? call.messages.map(({ role, content }) => ({
          text: content,
          origin: ORIGIN_OF[role] ?? originOf(role),
        }))
      : [
          { text: call.answer, origin: 'assistant' as const },
          ...call.tool_calls.map((tool) => ({ text: tool.arguments, origin: 'tool_call' as const })),
        ];
  const blocks = texts.map(({ text, origin }, index) => blockOf(text, origin, index));
  const verdict = worstVerdict(blocks.map((block) => block.verdict));
  return {
    ...envelope(
      call,
      'exchange.judged',
      side === 'request' ? call.at_ms : call.at_ms + call.duration_ms,
      side,
    ),
    data: {
      call_id: callId(call),
      side,
      trace_id: call.session,
      model: call.model,
      caller: { key_alias: call.agent, key_hash: contentId(call.agent) },
      mode: 'observe',
      policy_revision: 1,
      ruleset: 'builtin',
      verdict,
      score: Math.max(...blocks.map((block) => block.score)),
      decision: verdict === 'block' ? 'observed' : 'passed',
      evidence_id: contentId('evidence', callId(call), side),
      blocks_total: blocks.length,
      blocks_cached: 0,
      blocks_redacted: 0,
      length_total: texts.reduce((sum, { text }) => sum + text.length, 0),
      blocks: blocks.filter((block) => block.detections.length > 0).slice(0, 24),
      latency_us: 1_000,
      deadline_exceeded: false,
    },
  };
}

function logged(call: Call): unknown {
  const price = DEMO_PRICES[call.model] ?? { in_usd: 0, out_usd: 0 };
  return {
    ...envelope(call, 'exchange.logged', call.at_ms + call.duration_ms, 'log'),
    data: {
      call_id: callId(call),
      trace_id: call.session,
      status: 'success',
      model: call.model,
      started_at_ms: call.at_ms,
      ended_at_ms: call.at_ms + call.duration_ms,
      prompt_tokens: call.prompt_tokens,
      completion_tokens: call.completion_tokens,
      cost_microusd: Math.round(call.prompt_tokens * price.in_usd + call.completion_tokens * price.out_usd),
      cost_trust: 'reported',
      caller: { key_alias: call.agent },
    },
  };
}

function envelope(call: Call, type: string, time: number, part: string) {
  return {
    v: 1,
    id: contentId('demo', callId(call), part),
    source: part === 'log' ? 'ingest' : 'shield',
    type,
    time,
    host: 'demo-host',
    origin: 'demo',
    agent: call.agent,
    session: call.session,
    exchange: callId(call),
  };
}

function callId(call: Call): string {
  return contentId('demo', call.session, call.at_ms);
}

function blockOf(text: string, origin: Origin, index: number): ScannedBlock {
  const { verdict, score, detections, ledger } = scan({ text, origin }, builtinRuleset());
  return {
    hash: sha256(text),
    origin,
    index,
    length: text.length,
    verdict,
    score,
    detections,
    ledger,
    excerpts: [],
  };
}

function originOf(role: string): Origin {
  return ORIGINS.find((origin) => origin === role) ?? 'user';
}
