import type { Node, Place } from '../settings/node.ts';
import {
  type Confidence,
  edgeId,
  type Graph,
  type GraphEdge,
  type GraphNode,
  type Relation,
} from './model.ts';

export interface EdgeInput {
  readonly strength: number;
  readonly guards?: readonly string[];
  /** The setting that decides, when one is written. */
  readonly setting?: Node | undefined;
  readonly place?: Place | null;
  readonly confidence?: Confidence;
}

/** Collects nodes and edges. Of two edges that say the same, the stronger stays: both ways are open. */
export class GraphBuilder {
  readonly #nodes = new Map<string, GraphNode>();
  readonly #edges = new Map<string, GraphEdge>();

  node(node: GraphNode): string {
    if (!this.#nodes.has(node.id)) this.#nodes.set(node.id, node);
    return node.id;
  }

  edge(from: string, relation: Relation, to: string, input: EdgeInput): void {
    if (input.strength <= 0) return;
    const place = input.setting?.place ?? input.place ?? null;
    const edge: GraphEdge = {
      from,
      to,
      relation,
      strength: input.strength,
      guards: input.guards ?? [],
      confidence: input.confidence ?? (place === null ? 'default' : 'written'),
      place,
    };
    const id = edgeId(edge);
    const known = this.#edges.get(id);
    if (known === undefined || known.strength < edge.strength) this.#edges.set(id, edge);
  }

  build(): Graph {
    return { nodes: [...this.#nodes.values()], edges: [...this.#edges.values()] };
  }
}
