import { edgeId, type GraphEdge } from './model.ts';
import { type Risk, riskOf, riskThrough } from './risk.ts';
import { findStrongest } from './strongest-paths.ts';

/** Edges whose removal is computed exactly: those over which most risk flows. */
const CANDIDATES_MAX = 5;
/** Differences below this are rounding. */
const DELTA_MIN = 0.05;

export interface ChokePoint {
  readonly edge: string;
  readonly from: string;
  readonly to: string;
  readonly place: GraphEdge['place'];
  /** Sum of the risks of all resources that goes when this edge is cut. */
  readonly removes: number;
  /** Share of that sum, 0 to 1. */
  readonly share: number;
}

/** The edges that are worth most to cut. What is a default of nature (the owner, the internet itself) is no edge to cut. */
export function findChokePoints(risk: Risk, count: number): ChokePoint[] {
  const { indexed } = risk;
  const total = sumOfRisks(risk);
  if (total === 0) return [];
  const ranked = indexed.graph.edges
    .map((_edge, index) => ({ index, flow: riskThrough(risk, index) }))
    .filter(({ flow }) => flow > DELTA_MIN)
    .sort((a, b) => b.flow - a.flow)
    .slice(0, CANDIDATES_MAX);
  return ranked
    .map(({ index }) => ({ index, removes: lossOf(risk, index) }))
    .filter(({ removes }) => removes > DELTA_MIN)
    .sort((a, b) => b.removes - a.removes)
    .slice(0, count)
    .flatMap(({ index, removes }) => {
      const edge = indexed.graph.edges[index];
      if (edge === undefined) return [];
      const label = (id: string) => indexed.graph.nodes[indexed.indexOf.get(id) ?? -1]?.label ?? id;
      return [
        {
          edge: edgeId(edge),
          from: label(edge.from),
          to: label(edge.to),
          place: edge.place,
          removes: round(removes),
          share: round(removes / total),
        },
      ];
    });
}

/** What goes when one edge is cut. Only principals whose strongest ways run over it have to be walked again. */
function lossOf(risk: Risk, edge: number): number {
  const { indexed, sources, weight } = risk;
  const strengths = Float64Array.from(indexed.strength);
  strengths[edge] = 0;
  const entered = indexed.to[edge] ?? -1;
  let loss = 0;
  for (const { node, weight: own, paths } of sources) {
    if (paths.via[entered] !== edge) continue;
    const { best } = findStrongest(indexed, [[node, 1]], { strengths });
    for (const [target, { kind, value = 0 }] of indexed.graph.nodes.entries())
      if (kind === 'resource')
        loss += (own / weight) * value * ((paths.best[target] ?? 0) - (best[target] ?? 0));
  }
  return loss;
}

function sumOfRisks(risk: Risk): number {
  return risk.indexed.graph.nodes.reduce(
    (sum, { kind }, node) => (kind === 'resource' ? sum + riskOf(risk, node) : sum),
    0,
  );
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
