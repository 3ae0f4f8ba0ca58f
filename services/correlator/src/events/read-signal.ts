import type { ReceivedEvent } from '@clawnex/shared/bus/consume.ts';
import type { FieldName, FieldValue, Signal } from './signal.ts';

/** What rules may ask about an event. Fields that an event does not have stay absent: no rule matches on them. */
export function readSignal(event: ReceivedEvent): Signal {
  const { envelope } = event;
  const fields: Partial<Record<FieldName, FieldValue>> = {};
  const set = (name: FieldName, value: FieldValue | undefined) => {
    if (value !== undefined) fields[name] = value;
  };
  set('type', event.type);
  set('source', envelope.source);
  set('host', envelope.host);
  set('instance', envelope.instance);
  set('agent', envelope.agent);
  set('session', envelope.session);
  set('exchange', envelope.exchange);
  if (event.type === 'exchange.judged') {
    const { call_id, side, verdict, decision, score, model, caller } = event.data;
    set('exchange', call_id);
    set('signal', `exchange:${call_id}`);
    set('side', side);
    set('verdict', verdict);
    set('decision', decision);
    set('score', score);
    set('model', model);
    set('key', caller.key_alias ?? caller.key_hash);
  } else if (event.type === 'scan.completed') {
    const { block, tool, entry_id } = event.data;
    set('signal', entry_id === undefined ? `block:${block.hash}` : `entry:${entry_id}`);
    set('verdict', block.verdict);
    set('score', block.score);
    set('block_origin', block.origin);
    set('tool', tool);
  }
  return { id: envelope.id, time_ms: envelope.time, origin: envelope.origin, fields };
}
