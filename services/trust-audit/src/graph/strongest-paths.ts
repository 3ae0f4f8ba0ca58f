import type { IndexedGraph } from './index-graph.ts';

/** Strengths below this are no way in: a path of ten approvals. */
const STRENGTH_MIN = 1e-6;

export interface StrongestPaths {
  /** Best product of strengths from the start to each node, 0 where there is no way. */
  readonly best: Float64Array;
  /** The edge by which the best way enters (or, walking backwards, leaves) a node; -1 at the start. */
  readonly via: Int32Array;
}

export interface PathOptions {
  /** Strengths to use in place of the graph's, by edge number. */
  readonly strengths?: Float64Array;
  readonly backwards?: boolean;
}

/** Strongest way from the start nodes to every node: Dijkstra on products, with a binary heap on flat arrays. */
export function findStrongest(
  indexed: IndexedGraph,
  starts: Iterable<readonly [node: number, strength: number]>,
  { strengths = indexed.strength, backwards = false }: PathOptions = {},
): StrongestPaths {
  const nodes = indexed.graph.nodes.length;
  const best = new Float64Array(nodes);
  const via = new Int32Array(nodes).fill(-1);
  const heap = new Heap(indexed.graph.edges.length + nodes);
  for (const [node, strength] of starts) {
    if (strength <= (best[node] ?? 0)) continue;
    best[node] = strength;
    heap.push(strength, node);
  }
  const [first, edges, ends] = backwards
    ? [indexed.inStart, indexed.inEdges, indexed.from]
    : [indexed.outStart, indexed.outEdges, indexed.to];
  for (let node = heap.pop(); node !== -1; node = heap.pop()) {
    const reached = heap.popped;
    if (reached < (best[node] ?? 0)) continue;
    const last = first[node + 1] ?? 0;
    for (let at = first[node] ?? 0; at < last; at += 1) {
      const edge = edges[at] ?? 0;
      const next = ends[edge] ?? 0;
      const strength = reached * (strengths[edge] ?? 0);
      if (strength < STRENGTH_MIN || strength <= (best[next] ?? 0)) continue;
      best[next] = strength;
      via[next] = edge;
      heap.push(strength, next);
    }
  }
  return { best, via };
}

/** Largest key first. Nodes are pushed again instead of moved: stale entries are recognised when they come out. */
class Heap {
  readonly #keys: Float64Array;
  readonly #nodes: Int32Array;
  #size = 0;
  /** Key of the node that came out last. */
  popped = 0;

  constructor(capacity: number) {
    this.#keys = new Float64Array(capacity);
    this.#nodes = new Int32Array(capacity);
  }

  push(key: number, node: number): void {
    let at = this.#size;
    this.#size += 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const parentKey = this.#keys[parent] ?? 0;
      if (parentKey >= key) break;
      this.#keys[at] = parentKey;
      this.#nodes[at] = this.#nodes[parent] ?? 0;
      at = parent;
    }
    this.#keys[at] = key;
    this.#nodes[at] = node;
  }

  /** The node with the largest key, -1 when there is none. */
  pop(): number {
    if (this.#size === 0) return -1;
    const node = this.#nodes[0] ?? -1;
    this.popped = this.#keys[0] ?? 0;
    this.#size -= 1;
    const key = this.#keys[this.#size] ?? 0;
    const moved = this.#nodes[this.#size] ?? 0;
    let at = 0;
    for (let child = 1; child < this.#size; child = 2 * at + 1) {
      if (child + 1 < this.#size && (this.#keys[child + 1] ?? 0) > (this.#keys[child] ?? 0)) child += 1;
      if ((this.#keys[child] ?? 0) <= key) break;
      this.#keys[at] = this.#keys[child] ?? 0;
      this.#nodes[at] = this.#nodes[child] ?? 0;
      at = child;
    }
    this.#keys[at] = key;
    this.#nodes[at] = moved;
    return node;
  }
}
