import { edgeId } from './model.ts';
import { computeRisk, exposureOf, type Risk, riskOf } from './risk.ts';

/** A change of one edge: its new strength, 0 to cut it. */
export interface EdgeChange {
  readonly edge: string;
  readonly strength: number;
}

export interface RiskChange {
  readonly node: string;
  readonly label: string;
  readonly before: number;
  readonly after: number;
}

/** What other strengths of some edges come to, for every resource. Unknown edges are told, not passed over. */
export function computeWhatIf(
  risk: Risk,
  changes: readonly EdgeChange[],
): { after: Risk; unknown: string[] } {
  const { indexed } = risk;
  const wanted = new Map(changes.map(({ edge, strength }) => [edge, strength]));
  const strengths = Float64Array.from(indexed.strength);
  for (const [index, edge] of indexed.graph.edges.entries()) {
    if (wanted.size === 0) break;
    const strength = wanted.get(edgeId(edge));
    if (strength === undefined) continue;
    strengths[index] = strength;
    wanted.delete(edgeId(edge));
  }
  return { after: computeRisk(indexed.graph, indexed, strengths), unknown: [...wanted.keys()] };
}

/** Risks that differ between two states of the same home, the largest difference first. */
export function compareRisks(before: Risk, after: Risk): RiskChange[] {
  const changes: RiskChange[] = [];
  const all = new Map(
    [...before.indexed.graph.nodes, ...after.indexed.graph.nodes].map((node) => [node.id, node]),
  );
  for (const { id, kind, label } of all.values()) {
    if (kind !== 'resource') continue;
    const change = { node: id, label, before: riskAt(before, id), after: riskAt(after, id) };
    if (change.before !== change.after) changes.push(change);
  }
  return changes.sort((a, b) => Math.abs(b.before - b.after) - Math.abs(a.before - a.after));
}

function riskAt(risk: Risk, id: string): number {
  const node = risk.indexed.indexOf.get(id);
  return node === undefined || exposureOf(risk, node) === 0 ? 0 : Math.round(riskOf(risk, node) * 10) / 10;
}
