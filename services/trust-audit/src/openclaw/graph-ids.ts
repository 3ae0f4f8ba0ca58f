import type { ChannelAccess } from './channels.ts';
import type { Instance } from './instance.ts';

export function agentId(instance: Instance, id: string): string {
  return `agent:${instance.folder}:${id}`;
}

export function capabilityId(instance: Instance, agent: string, name: string): string {
  return `capability:${instance.folder}:${agent}:${name}`;
}

export function gatewayId(instance: Instance): string {
  return `surface:${instance.folder}:gateway`;
}

export function hookId(instance: Instance): string {
  return `surface:${instance.folder}:hooks`;
}

export function messageId(instance: Instance, { channel, account }: ChannelAccess): string {
  return `surface:${instance.folder}:${channel}${account === null ? '' : `/${account}`}:dm`;
}

export function groupId(instance: Instance, { channel, account }: ChannelAccess): string {
  return `surface:${instance.folder}:${channel}${account === null ? '' : `/${account}`}:groups`;
}

export function extensionId(instance: Instance, kind: 'plugin' | 'skill', folder: string): string {
  return `capability:${instance.folder}:${kind}:${folder}`;
}
