import { type IndexedGraph, indexGraph } from './index-graph.ts';
import type { Graph } from './model.ts';
import { OWNER } from './principals.ts';
import { findStrongest, type StrongestPaths } from './strongest-paths.ts';

interface Source {
  readonly node: number;
  readonly weight: number;
  readonly paths: StrongestPaths;
}

/** Who reaches what, and how strongly: everything that questions are answered from. */
export interface Risk {
  readonly indexed: IndexedGraph;
  readonly sources: readonly Source[];
  /** Sum of all principals' weights. */
  readonly weight: number;
  /** For each node, the share of all principals that reach it, weighted. */
  readonly exposure: Float64Array;
  /** For each node, the best strength times value that it leads to. */
  readonly ahead: Float64Array;
  readonly aheadVia: Int32Array;
}

export function computeRisk(graph: Graph, indexed = indexGraph(graph), strengths?: Float64Array): Risk {
  const options = strengths === undefined ? {} : { strengths };
  const sources: Source[] = [];
  const resources: [number, number][] = [];
  // A principal is where ways start: none leads through one.
  for (const [node, { kind, weight = 0, value = 0 }] of graph.nodes.entries()) {
    if (kind === 'principal')
      sources.push({ node, weight, paths: findStrongest(indexed, [[node, 1]], options) });
    if (kind === 'resource' && value > 0) resources.push([node, value]);
  }
  const ahead = findStrongest(indexed, resources, { ...options, backwards: true });
  const total = sources.reduce((sum, { weight }) => sum + weight, 0);
  const exposure = new Float64Array(graph.nodes.length);
  for (const { weight, paths } of sources)
    for (let node = 0; node < exposure.length; node += 1)
      if (total > 0) exposure[node] = (exposure[node] ?? 0) + (weight / total) * (paths.best[node] ?? 0);
  return { indexed, sources, weight: total, exposure, ahead: ahead.best, aheadVia: ahead.via };
}

/** Share of all principals that reach a node, weighted: 0 to 1. */
export function exposureOf({ exposure }: Risk, node: number): number {
  return exposure[node] ?? 0;
}

/** What a node leads to, at most: 0 to 100. */
export function impactOf({ indexed, ahead }: Risk, node: number): number {
  return Math.min(100, indexed.graph.nodes[node]?.value ?? ahead[node] ?? 0);
}

/** Risk of a node: its exposure times its impact, 0 to 100. */
export function riskOf(risk: Risk, node: number): number {
  return exposureOf(risk, node) * impactOf(risk, node);
}

/** Risk that flows over one edge. */
export function riskThrough(risk: Risk, edge: number): number {
  const { from, to, strength } = risk.indexed;
  return exposureOf(risk, from[edge] ?? -1) * (strength[edge] ?? 0) * impactOf(risk, to[edge] ?? -1);
}

/** The worst that reaches any resource. */
export function highestRisk(risk: Risk): number {
  const { nodes } = risk.indexed.graph;
  return nodes.reduce(
    (worst, { kind }, node) => (kind === 'resource' ? Math.max(worst, riskOf(risk, node)) : worst),
    0,
  );
}

/** How strongly anyone but the owner reaches a node. */
export function outsideReach({ sources, indexed }: Risk, node: number): number {
  const owner = indexed.indexOf.get(OWNER);
  return sources.reduce(
    (best, source) => (source.node === owner ? best : Math.max(best, source.paths.best[node] ?? 0)),
    0,
  );
}
