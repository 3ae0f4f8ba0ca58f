import type { Node } from '../settings/node.ts';
import type { SettingsFile } from './settings-file.ts';

export const CODING_PRODUCTS = ['claude-code', 'codex', 'gemini', 'opencode', 'hermes'] as const;
export type CodingProduct = (typeof CODING_PRODUCTS)[number];

/** How open one thing is to a coding agent, and the setting that decides. */
export interface Grant {
  readonly strength: number;
  readonly guards: readonly string[];
  readonly setting: Node | undefined;
}

/** A coding agent in one folder: what its settings let it do, all files together. */
export interface CodingAgent {
  readonly product: CodingProduct;
  /** Below the home; empty for the home itself. */
  readonly folder: string;
  readonly files: readonly SettingsFile[];
  /** Commands, and how much of the host they see. */
  readonly exec: Grant;
  readonly host: Grant;
  readonly secrets: Grant;
  readonly egress: Grant;
  /** Strangers who write to it through a messenger; 0 where none can. */
  readonly messages: Grant;
}

export const NO_GRANT: Grant = { strength: 0, guards: [], setting: undefined };

export function codingAgentId({ product, folder }: Pick<CodingAgent, 'product' | 'folder'>): string {
  return `agent:${product}:~${folder}`;
}

export function codingCapabilityId(agent: Pick<CodingAgent, 'product' | 'folder'>, name: string): string {
  return `capability:${agent.product}:~${agent.folder}:${name}`;
}
