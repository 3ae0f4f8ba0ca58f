import type { TrafficOrigin } from '@clawnex/proto/decision.ts';
import { Envelope } from '@clawnex/proto/envelope.ts';
import { ExchangeJudged } from '@clawnex/proto/events/exchange.ts';
import { ScanCompleted } from '@clawnex/proto/events/scan.ts';
import type { Verdict } from '@clawnex/proto/scan.ts';
import type { ReceivedEvent } from '@clawnex/shared/bus/consume.ts';
import { contentId } from '@clawnex/shared/kernel/ids.ts';

/** A round moment, far from any edge of a five-minute slot unless a test moves it there. */
export const T0 = Date.UTC(2026, 10, 24, 12, 1, 0);

export interface Judged {
  readonly call: string;
  readonly at_ms: number;
  readonly session?: string | null;
  readonly side?: 'request' | 'response';
  readonly verdict?: Verdict;
  readonly origin?: TrafficOrigin;
  readonly host?: string;
  readonly agent?: string;
}

let sequence = 0;

/** What the shield would have published, as the consumer hands it over. */
export function judged(of: Judged): ReceivedEvent {
  const { call, at_ms, session = 's-9', side = 'request', verdict = 'block', origin = 'live' } = of;
  const { host = 'host-a', agent = 'main' } = of;
  const data = ExchangeJudged.parse({
    call_id: call,
    side,
    caller: {},
    mode: 'observe',
    policy_revision: 1,
    ruleset: 'r1',
    verdict,
    score: verdict === 'block' ? 90 : 0,
    decision: verdict === 'block' ? 'observed' : 'passed',
    evidence_id: contentId('evidence', call, side),
    blocks_total: 1,
    blocks_cached: 0,
    blocks_redacted: 0,
    length_total: 10,
    blocks: [],
    latency_us: 100,
    deadline_exceeded: false,
  });
  const id = contentId(origin, host, call, side);
  return {
    type: 'exchange.judged',
    data,
    sequence: ++sequence,
    envelope: envelopeOf({ id, type: 'exchange.judged', at_ms, session, origin, host, agent }),
  };
}

export interface Scanned {
  readonly entry: string;
  readonly at_ms: number;
  readonly session?: string;
  readonly index?: number;
}

/** What the watcher would have published about an entry of a session log. */
export function scanned({ entry, at_ms, session = 's-9', index = 0 }: Scanned): ReceivedEvent {
  const id = contentId('scan', session, entry, index);
  const data = ScanCompleted.parse({
    scan_source: 'openclaw_jsonl',
    ruleset: 'r1',
    block: {
      hash: 'a'.repeat(64),
      origin: 'tool_result',
      index,
      length: 10,
      verdict: 'block',
      score: 90,
      detections: [],
      ledger: [],
      excerpts: [],
    },
    entry_id: entry,
    latency_us: 10,
  });
  const about = { id, type: 'scan.completed', at_ms, session, origin: 'live', host: 'host-a', agent: 'main' };
  return { type: 'scan.completed', data, sequence: ++sequence, envelope: envelopeOf(about) };
}

function envelopeOf(of: {
  id: string;
  type: string;
  at_ms: number;
  session: string | null;
  origin: string;
  host: string;
  agent: string;
}): Envelope {
  const { id, type, at_ms, session, origin, host, agent } = of;
  return Envelope.parse({
    v: 1,
    id,
    source: 'shield',
    type,
    time: at_ms,
    host,
    origin,
    agent,
    ...(session === null ? {} : { session }),
    data: null,
  });
}
