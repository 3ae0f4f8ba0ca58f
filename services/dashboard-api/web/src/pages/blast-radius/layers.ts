import type { TrustReport } from '../trust-audit/trust-queries.ts';

export type TrustNode = TrustReport['nodes'][number];
export type TrustEdge = TrustReport['edges'][number];

export const LAYERS = {
  principal: 'Who',
  surface: 'Through what',
  agent: 'Agent',
  capability: 'Can do',
  resource: 'To what',
} as const satisfies Record<TrustNode['kind'], string>;
// Object.keys of a literal: its own keys, from the outside in.
export const LAYER_NAMES = Object.keys(LAYERS) as readonly TrustNode['kind'][];

/** Five columns of a dozen: what a screen holds and an eye follows. */
export const SHOWN_PER_LAYER_MAX = 12;

export interface Placed {
  readonly node: TrustNode;
  readonly layer: number;
  readonly place: number;
}

export interface Layered {
  readonly placed: ReadonlyMap<string, Placed>;
  /** By layer: how many nodes are not drawn. */
  readonly left: readonly number[];
  readonly edges: readonly TrustEdge[];
}

/** The riskiest nodes of each layer, in order; the rest is counted. A node asked for is always among them. */
export function layOut(report: Pick<TrustReport, 'nodes' | 'edges'>, asked: string | undefined): Layered {
  const placed = new Map<string, Placed>();
  const left = LAYER_NAMES.map((kind, layer) => {
    const nodes = report.nodes
      .filter((node) => node.kind === kind)
      .sort(
        (a, b) =>
          Number(b.id === asked) - Number(a.id === asked) || b.risk - a.risk || (a.label < b.label ? -1 : 1),
      );
    for (const [place, node] of nodes.slice(0, SHOWN_PER_LAYER_MAX).entries()) {
      placed.set(node.id, { node, layer, place });
    }
    return Math.max(0, nodes.length - SHOWN_PER_LAYER_MAX);
  });
  const edges = report.edges.filter(({ from, to }) => placed.has(from) && placed.has(to));
  return { placed, left, edges };
}

/** Everything that leads to the node and everything it leads to, itself included. */
export function reachOf(edges: readonly TrustEdge[], id: string): ReadonlySet<string> {
  const follow = (start: string, step: (edge: TrustEdge) => readonly [from: string, to: string]) => {
    const seen = new Set([start]);
    const next = [start];
    for (let at = next.pop(); at !== undefined; at = next.pop()) {
      for (const edge of edges) {
        const [from, to] = step(edge);
        if (from === at && edge.strength > 0 && !seen.has(to)) {
          seen.add(to);
          next.push(to);
        }
      }
    }
    return seen;
  };
  return new Set([...follow(id, ({ from, to }) => [from, to]), ...follow(id, ({ from, to }) => [to, from])]);
}
