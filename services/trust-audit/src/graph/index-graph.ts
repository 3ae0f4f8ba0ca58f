import type { Graph } from './model.ts';

/** A graph by numbers: neighbours as slices of flat arrays, for walks over 100,000 edges. */
export interface IndexedGraph {
  readonly graph: Graph;
  readonly indexOf: ReadonlyMap<string, number>;
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly strength: Float64Array;
  /** Edges that leave node n: `outEdges[outStart[n]]` up to `outEdges[outStart[n + 1]]`, and those that enter it. */
  readonly outStart: Int32Array;
  readonly outEdges: Int32Array;
  readonly inStart: Int32Array;
  readonly inEdges: Int32Array;
}

export function indexGraph(graph: Graph): IndexedGraph {
  const indexOf = new Map(graph.nodes.map(({ id }, index) => [id, index]));
  const size = graph.edges.length;
  const from = new Int32Array(size);
  const to = new Int32Array(size);
  const strength = new Float64Array(size);
  for (const [index, edge] of graph.edges.entries()) {
    from[index] = indexOf.get(edge.from) ?? -1;
    to[index] = indexOf.get(edge.to) ?? -1;
    strength[index] = edge.strength;
  }
  const out = groupBy(from, graph.nodes.length);
  const into = groupBy(to, graph.nodes.length);
  return {
    graph,
    indexOf,
    from,
    to,
    strength,
    outStart: out.start,
    outEdges: out.edges,
    inStart: into.start,
    inEdges: into.edges,
  };
}

/** Counting sort of edge numbers by node. */
function groupBy(ends: Int32Array, nodes: number): { start: Int32Array; edges: Int32Array } {
  const start = new Int32Array(nodes + 1);
  for (const node of ends) if (node >= 0) start[node + 1] = (start[node + 1] ?? 0) + 1;
  for (let node = 0; node < nodes; node += 1) start[node + 1] = (start[node + 1] ?? 0) + (start[node] ?? 0);
  const next = Int32Array.from(start);
  const edges = new Int32Array(start[nodes] ?? 0);
  for (const [edge, node] of ends.entries()) {
    if (node < 0) continue;
    edges[next[node] ?? 0] = edge;
    next[node] = (next[node] ?? 0) + 1;
  }
  return { start, edges };
}
