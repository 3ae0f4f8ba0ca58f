import type { GraphEdge, Relation } from './model.ts';
import { edgeId } from './model.ts';
import type { Risk } from './risk.ts';

/** A way longer than this is a loop in the data. */
const HOPS_MAX = 64;

export interface PathView {
  /** Chance that the whole way is open, 0 to 1. */
  readonly strength: number;
  readonly words: string;
  readonly edges: readonly string[];
}

const VERBS: Readonly<Record<Relation, string>> = {
  can_message: 'writes to',
  authenticates_to: 'signs in to',
  routes_to: 'is passed to',
  influences: 'puts text before',
  invokes: 'uses',
  delegates_to: 'gives work to',
  loads: 'is loaded by',
  reads: 'reads',
  writes: 'writes',
  executes_on: 'runs',
  connects_to: 'connects to',
  sends_to: 'reaches',
  holds: 'holds',
  persists_in: 'stays in',
};

/** The strongest way from a principal to a node, hop by hop; null where there is none. */
export function pathFrom(risk: Risk, source: number, target: number): PathView | null {
  const edges = edgesTo(risk, source, target);
  if (edges === null) return null;
  const strength = edges.reduce((product, edge) => product * edge.strength, 1);
  return { strength, words: toWords(risk, edges), edges: edges.map(edgeId) };
}

/** The strongest ways through a node, one for each principal, on to what is worth most. */
export function pathsThrough(risk: Risk, node: number, count: number): PathView[] {
  const ahead = edgesAhead(risk, node);
  const further = ahead.reduce((product, edge) => product * edge.strength, 1);
  const found: (PathView & { weight: number })[] = [];
  for (const { node: source, weight } of risk.sources) {
    const before = edgesTo(risk, source, node);
    if (before === null) continue;
    const edges = [...before, ...ahead];
    const strength = before.reduce((product, edge) => product * edge.strength, 1) * further;
    found.push({
      strength,
      words: toWords(risk, edges),
      edges: edges.map(edgeId),
      weight: weight * strength,
    });
  }
  return found.sort((a, b) => b.weight - a.weight).slice(0, count);
}

function edgesAhead({ indexed, aheadVia }: Risk, start: number): GraphEdge[] {
  const edges: GraphEdge[] = [];
  for (let node = start; edges.length < HOPS_MAX; ) {
    const via = aheadVia[node] ?? -1;
    const edge = indexed.graph.edges[via];
    if (edge === undefined) break;
    edges.push(edge);
    node = indexed.to[via] ?? -1;
  }
  return edges;
}

/** The edges of the strongest way from a principal; null where there is none. */
function edgesTo({ indexed, sources }: Risk, source: number, target: number): GraphEdge[] | null {
  const found = sources.find(({ node }) => node === source);
  if (found === undefined || (found.paths.best[target] ?? 0) === 0) return null;
  const edges: GraphEdge[] = [];
  for (let node = target; node !== source && edges.length < HOPS_MAX; ) {
    const via = found.paths.via[node] ?? -1;
    const edge = indexed.graph.edges[via];
    if (edge === undefined) break;
    edges.unshift(edge);
    node = indexed.from[via] ?? -1;
  }
  return edges;
}

function toWords(risk: Risk, edges: readonly GraphEdge[]): string {
  const { indexOf, graph } = risk.indexed;
  const label = (id: string) => graph.nodes[indexOf.get(id) ?? -1]?.label ?? id;
  const [first] = edges;
  if (first === undefined) return '';
  const hops = edges.map(({ relation, to, guards }) => {
    const guarded = guards.length === 0 ? '' : ` (${guards.join(', ')})`;
    return `${VERBS[relation]} ${label(to)}${guarded}`;
  });
  return [label(first.from), ...hops].join(' → ');
}
