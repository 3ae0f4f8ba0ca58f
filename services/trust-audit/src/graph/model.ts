import type { Place } from '../settings/node.ts';

export const NODE_KINDS = ['principal', 'surface', 'agent', 'capability', 'resource'] as const;
export type NodeKind = (typeof NODE_KINDS)[number];

export const RELATIONS = [
  'can_message',
  'authenticates_to',
  'routes_to',
  'influences',
  'invokes',
  'delegates_to',
  'loads',
  'reads',
  'writes',
  'executes_on',
  'connects_to',
  'sends_to',
  'holds',
  'persists_in',
] as const;
export type Relation = (typeof RELATIONS)[number];

/** How sure an edge is: written in a file, a known default, or not known. */
export type Confidence = 'written' | 'default' | 'unknown';

export interface GraphNode {
  /** Names what it stands for, the same in every run. */
  readonly id: string;
  readonly kind: NodeKind;
  readonly label: string;
  /** Of a principal: how many of all attackers it stands for, 0 to 1. */
  readonly weight?: number;
  /** Of a resource: what losing it costs, 0 to 100. */
  readonly value?: number;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly relation: Relation;
  /** Chance that what holds this edge is open to the one who comes, 0 to 1: the product of its guards. */
  readonly strength: number;
  /** What stands in between, in words. */
  readonly guards: readonly string[];
  readonly confidence: Confidence;
  readonly place: Place | null;
}

/** One state of who can reach what. Never changed: another state is another graph. */
export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** Names an edge across runs. */
export function edgeId(edge: Pick<GraphEdge, 'from' | 'to' | 'relation'>): string {
  return `${edge.from} -${edge.relation}-> ${edge.to}`;
}
