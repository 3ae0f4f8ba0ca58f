import { COMMANDS } from '@clawnex/proto/commands.ts';
import { EVENT_TYPES, EVENTS } from '@clawnex/proto/events.ts';
import { commandSubject, eventFilter } from '@clawnex/proto/subjects.ts';
import { VERSION } from '@clawnex/shared/kernel/version.ts';
import { toSchema } from './event-schemas.ts';

/** AsyncAPI 3 of the bus: one channel per event type, one per command. */
export function eventsAsyncApi(): unknown {
  const channels: Record<string, unknown> = {};
  const operations: Record<string, unknown> = {};
  for (const type of EVENT_TYPES) {
    const { data, publishers, summary } = EVENTS[type];
    channels[type] = {
      address: eventFilter(type).replace('*', '{host}'),
      parameters: { host: { description: 'Host that the fact is about' } },
      messages: { event: { name: type, summary, payload: toSchema(data) } },
    };
    for (const publisher of publishers) {
      operations[`${publisher}/${type}`] = {
        action: 'send',
        channel: { $ref: `#/channels/${type}` },
        summary,
      };
    }
  }
  for (const [verb, command] of Object.entries(COMMANDS)) {
    for (const daemon of command.daemons) {
      channels[`${daemon}/${verb}`] = {
        address: commandSubject(daemon, verb),
        messages: {
          request: { payload: toSchema(command.request) },
          response: { payload: toSchema(command.response) },
        },
      };
      operations[`${daemon}/${verb}`] = {
        action: 'receive',
        channel: { $ref: `#/channels/${daemon}~1${verb}` },
        summary: command.summary,
      };
    }
  }
  return { asyncapi: '3.0.0', info: { title: 'ClawNex bus', version: VERSION }, channels, operations };
}
