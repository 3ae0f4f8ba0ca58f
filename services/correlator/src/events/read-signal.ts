import type { Envelope } from '@clawnex/proto/envelope.ts';
import type { EventData } from '@clawnex/proto/events.ts';
import type { Detection, ScannedBlock, Verdict } from '@clawnex/proto/scan.ts';
import type { ReceivedEvent } from '@clawnex/shared/bus/consume.ts';
import type { Signal } from './signal.ts';

type Facts = Record<string, unknown>;

/**
 * What rules may ask about an event of ours: everything its data says under its own name, the names of the envelope,
 * and the names that rules about agents share whatever the event's type. Fields that it does not have stay absent.
 */
export function readSignal(event: ReceivedEvent): Signal {
  const { envelope } = event;
  const fields: Facts = {
    ...(typeof event.data === 'object' ? event.data : {}),
    ...envelopeFacts(envelope),
    ...factsOf(event),
  };
  return {
    id: envelope.id,
    time_ms: envelope.time,
    origin: envelope.origin,
    source: `${envelope.host}/${envelope.source}`,
    fields,
  };
}

export function envelopeFacts(
  envelope: Pick<Envelope, 'type' | 'source' | 'host' | 'instance' | 'agent' | 'session' | 'exchange'>,
): Facts {
  const { type, source, host, instance, agent, session, exchange } = envelope;
  const facts: Facts = { type, source, host };
  if (instance !== undefined) facts['instance'] = instance;
  if (agent !== undefined) facts['agent'] = agent;
  if (session !== undefined) facts['session'] = session;
  if (exchange !== undefined) facts['exchange'] = exchange;
  return facts;
}

function factsOf(event: ReceivedEvent): Facts {
  switch (event.type) {
    case 'exchange.judged': {
      const { call_id, trace_id, side, caller, blocks, decision, verdict } = event.data;
      const key = caller.key_alias ?? caller.key_hash;
      return {
        exchange: call_id,
        signal: `exchange:${call_id}`,
        kind: 'model.judged',
        ...callerFacts(key, caller.user ?? caller.end_user, event.envelope.agent),
        ...(event.envelope.session === undefined && trace_id !== undefined ? { session: trace_id } : {}),
        'shield.side': side,
        'shield.verdict': verdict,
        'shield.decision': decision,
        ...detectedFacts(blocks),
      };
    }
    case 'scan.completed': {
      const { block, tool, entry_id } = event.data;
      return {
        signal: entry_id === undefined ? `block:${block.hash}` : `entry:${entry_id}`,
        kind: 'text.scanned',
        verdict: block.verdict,
        score: block.score,
        block_origin: block.origin,
        'shield.verdict': block.verdict,
        ...(tool === undefined ? {} : { 'tool.name': tool }),
        ...detectedFacts([block]),
      };
    }
    case 'exchange.logged': {
      const {
        call_id,
        trace_id,
        caller,
        cost_microusd,
        prompt_tokens,
        completion_tokens,
        status,
        cost_trust,
      } = event.data;
      const tokens = (prompt_tokens ?? 0) + (completion_tokens ?? 0);
      return {
        exchange: call_id,
        signal: `exchange:${call_id}`,
        kind: status === 'failure' ? 'model.failed' : 'model.call',
        ...callerFacts(
          caller.key_alias ?? caller.key_hash,
          caller.user ?? caller.end_user,
          event.envelope.agent,
        ),
        ...(event.envelope.session === undefined && trace_id !== undefined ? { session: trace_id } : {}),
        ...(prompt_tokens === undefined && completion_tokens === undefined ? {} : { 'tokens.total': tokens }),
        // An unknown price is not a price of nothing.
        ...(cost_microusd === undefined || cost_trust !== 'reported'
          ? {}
          : { 'cost.usd': cost_microusd / 1e6 }),
      };
    }
    case 'session.observed': {
      const { kind, tool, is_error, from_network, model } = event.data;
      return {
        signal: `entry:${event.data.entry_id}`,
        kind: SESSION_KINDS[kind] ?? `session.${kind}`,
        ...(tool === undefined ? {} : { 'tool.name': tool }),
        ...(model === undefined ? {} : { 'model.id': model }),
        ...(kind === 'tool_result' && is_error === true ? { kind: 'tool.error' } : {}),
        ...(from_network === true ? { untrusted: true } : {}),
      };
    }
    case 'runtime.changed':
      return runtimeFacts(event.data);
    case 'enforcement.changed': {
      const { kind, id, state, by } = event.data;
      const names: Readonly<Record<string, string>> = {
        'break_glass started': 'breakglass.on',
        'break_glass ended': 'breakglass.off',
        // What starts and ends is the blindness.
        'protection started': 'protection.blind',
        'protection ended': 'protection.sees',
      };
      return {
        kind: names[`${kind} ${state}`] ?? `${kind}.${state}`,
        'operator.id': by,
        reason: event.data.reason,
        ...(kind === 'break_glass' ? { 'breakglass.id': id } : {}),
      };
    }
    case 'trust.snapshot':
    case 'host.snapshot': {
      const failed = event.data.findings.filter((finding) => finding.result === 'fail');
      return {
        kind: event.type === 'host.snapshot' ? 'posture.host' : 'posture.trust',
        findings: undefined,
        'finding.failed': failed.map((finding) => finding.check),
        'finding.critical': failed
          .filter((finding) => finding.severity === 'critical')
          .map((finding) => finding.check),
        'finding.high': failed
          .filter((finding) => finding.severity === 'high')
          .map((finding) => finding.check),
      };
    }
    default:
      return { kind: event.type };
  }
}

/** Names that rules share with events of other sources; the rest keep their own. */
const SESSION_KINDS: Readonly<Record<string, string>> = {
  started: 'session.start',
  tool_called: 'tool.call',
  tool_result: 'tool.result',
};

/** Changes of what an agent runs on, under the names that rules share with other sources. */
function runtimeFacts({ what, name, change, by }: EventData<'runtime.changed'>): Facts {
  const kinds: Readonly<Record<string, string>> = {
    boot_file: 'bootfile.write',
    skill: change === 'removed' ? 'skill.removed' : 'skill.installed',
    tool_schema: change === 'appeared' ? 'mcp.tool_listed' : 'mcp.tooldef_drift',
    config: 'config.changed',
    approval: 'approval.changed',
    pairing: change === 'removed' ? 'device.unpaired' : 'device.paired',
  };
  return {
    kind: kinds[what] ?? `runtime.${what}`,
    'runtime.part': what,
    'runtime.name': name,
    ...(by === undefined ? {} : { actor: by }),
    ...(what === 'skill' ? { 'skill.id': name } : {}),
    ...(what === 'tool_schema' ? { 'tool.name': name } : {}),
  };
}

/** A call through the proxy names its key; where no agent is named, the key stands for one. */
function callerFacts(key: string | undefined, user: string | undefined, agent: string | undefined): Facts {
  return {
    ...(key === undefined ? {} : { key }),
    ...(user === undefined ? {} : { 'principal.id': user }),
    ...(agent === undefined && key !== undefined ? { agent: key } : {}),
  };
}

/** Detections below this severity and verdicts below review are the shield's business, not a story's. */
function worthTelling(block: ScannedBlock, detection: Detection): boolean {
  const quiet: Verdict = 'allow';
  return block.verdict !== quiet && detection.severity !== 'info';
}

/** `injection@tool_result`: what was found, in whose words. A list, of which rules ask for any. */
function detectedFacts(blocks: readonly ScannedBlock[]): Facts {
  const detected = new Set<string>();
  const rules = new Set<string>();
  const categories = new Set<string>();
  const views = new Set<string>();
  for (const block of blocks) {
    for (const detection of block.detections) {
      if (!worthTelling(block, detection)) continue;
      detected.add(`${detection.category}@${block.origin}`);
      categories.add(detection.category);
      rules.add(detection.rule);
      views.add(detection.view);
    }
  }
  if (detected.size === 0) return {};
  return {
    detected: [...detected],
    'shield.category': [...categories],
    'shield.rule': [...rules],
    'shield.view': [...views],
  };
}
