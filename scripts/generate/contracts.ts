import { eventsAsyncApi } from './async-api.ts';
import { brokerPermissionsJson } from './broker-permissions.ts';
import { eventSchemas } from './event-schemas.ts';
import { openApi } from './open-api.ts';

/** Every generated file under `proto/gen`, by name. Same input, same bytes. */
export function generateContracts(): Record<string, string> {
  return {
    'events.schema.json': toText(eventSchemas()),
    'asyncapi.json': toText(eventsAsyncApi()),
    'openapi.json': toText(openApi()),
    'broker-permissions.json': toText(brokerPermissionsJson()),
  };
}

function toText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
