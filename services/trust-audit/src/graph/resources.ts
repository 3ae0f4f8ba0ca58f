import type { GraphBuilder } from './graph-builder.ts';

/** What can be lost, and what losing it costs, 0 to 100. */
const RESOURCES = {
  host: { label: 'commands on this host', value: 100 },
  control: { label: 'the agents’ own settings, schedule and plugins', value: 90 },
  secrets: { label: 'keys, tokens and credentials of this user', value: 90 },
  identity: { label: 'messages in the owner’s name', value: 70 },
  devices: { label: 'camera, screen and messages of paired devices', value: 70 },
  sessions: { label: 'other agents’ sessions', value: 60 },
  memory: { label: 'files that agents load at every start', value: 60 },
  workspace: { label: 'writing in the workspace', value: 40 },
  files: { label: 'reading the workspace', value: 25 },
  network: { label: 'services of the local network', value: 40 },
  sandbox: { label: 'commands in a sandbox', value: 30 },
  web: { label: 'sending data out', value: 20 },
} as const;
export type ResourceName = keyof typeof RESOURCES;

export function resourceId(name: ResourceName): string {
  return `resource:${name}`;
}

export function addResource(builder: GraphBuilder, name: ResourceName): string {
  return builder.node({ id: resourceId(name), kind: 'resource', ...RESOURCES[name] });
}
