import { type ChokePoint, findChokePoints } from './choke-points.ts';
import { type PathView, pathFrom } from './describe-path.ts';
import { edgeId, type GraphEdge } from './model.ts';
import { OUTSIDERS } from './principals.ts';
import { resourceId } from './resources.ts';
import { impactOf, outsideReach, type Risk } from './risk.ts';
import { judgeLegs, type Legs } from './toxic.ts';

/** Hops that an answer to “what can it reach” looks ahead. */
const HOPS_MAX = 6;
const CHOKE_POINTS_MAX = 5;
/** A way weaker than this takes two guards at once. */
const WAY_MIN = 0.05;

/** Q1: the strongest way of each outsider to commands on the host. */
export function strangerToHost(risk: Risk): PathView[] {
  return waysOfOutsiders(risk, resourceId('host'));
}

/** Q4: who reaches the secrets, and how strongly. */
export function whoReaches(
  risk: Risk,
  target: string,
): { principal: string; strength: number; words: string }[] {
  const node = risk.indexed.indexOf.get(target);
  if (node === undefined) return [];
  return risk.sources.flatMap(({ node: source }) => {
    const path = pathFrom(risk, source, node);
    const principal = risk.indexed.graph.nodes[source]?.id ?? '';
    return path === null ? [] : [{ principal, strength: path.strength, words: path.words }];
  });
}

/** Q5: what a principal reaches within some hops, the most valuable first. */
export function reachedBy(
  risk: Risk,
  principal: string,
): { node: string; label: string; strength: number; impact: number }[] {
  const { indexed, sources } = risk;
  const start = indexed.indexOf.get(principal);
  const source = sources.find(({ node }) => node === start);
  if (start === undefined || source === undefined) return [];
  const hops = new Int32Array(indexed.graph.nodes.length).fill(-1);
  hops[start] = 0;
  const waiting = [start];
  for (let at = 0; at < waiting.length; at += 1) {
    const node = waiting[at] ?? -1;
    const depth = hops[node] ?? 0;
    if (depth === HOPS_MAX) continue;
    const last = indexed.outStart[node + 1] ?? 0;
    for (let edge = indexed.outStart[node] ?? 0; edge < last; edge += 1) {
      const next = indexed.to[indexed.outEdges[edge] ?? 0] ?? -1;
      if (hops[next] !== -1) continue;
      hops[next] = depth + 1;
      waiting.push(next);
    }
  }
  return waiting
    .flatMap((node) => {
      const target = indexed.graph.nodes[node];
      return target?.kind === 'resource'
        ? [
            {
              node: target.id,
              label: target.label,
              strength: source.paths.best[node] ?? 0,
              impact: impactOf(risk, node),
            },
          ]
        : [];
    })
    .sort((a, b) => b.strength * b.impact - a.strength * a.impact);
}

/** Q6: the edges that are worth most to cut. */
export function chokePoints(risk: Risk): ChokePoint[] {
  return findChokePoints(risk, CHOKE_POINTS_MAX);
}

/** Q7: outsiders who can write what agents load again. */
export function persistence(risk: Risk): PathView[] {
  return [...waysOfOutsiders(risk, resourceId('memory')), ...waysOfOutsiders(risk, resourceId('control'))];
}

/** Q8: agents that act for others which outsiders reach more easily. */
export function crossAgent(risk: Risk): GraphEdge[] {
  const reach = (id: string) => outsideReach(risk, risk.indexed.indexOf.get(id) ?? -1);
  return risk.indexed.graph.edges.filter(
    ({ relation, from, to }) =>
      relation === 'delegates_to' && reach(from) >= reach(to) && reach(from) >= WAY_MIN,
  );
}

/** Q9: code of others that is loaded and holds secrets, or runs here. */
export function supplyChain(risk: Risk): { node: string; label: string; strength: number; holds: boolean }[] {
  const { graph, indexOf } = risk.indexed;
  const holders = new Set(graph.edges.filter(({ relation }) => relation === 'holds').map(({ from }) => from));
  const loaded = new Map<string, number>();
  for (const { relation, to, strength } of graph.edges)
    if (relation === 'loads') loaded.set(to, Math.max(loaded.get(to) ?? 0, strength));
  return [...loaded]
    .filter(([, strength]) => strength > WAY_MIN)
    .map(([id, strength]) => ({
      node: id,
      label: graph.nodes[indexOf.get(id) ?? -1]?.label ?? id,
      strength,
      holds: holders.has(id),
    }))
    .sort((a, b) => b.strength - a.strength);
}

/** Q10: outsiders who can change the settings and records that keep agents in check. */
export function auditEvasion(risk: Risk): PathView[] {
  return waysOfOutsiders(risk, resourceId('control'));
}

/** Q11: what is granted and was never used in the time that was watched; null where nothing was watched. */
export function unusedGrants(risk: Risk, used: ReadonlySet<string> | null): GraphEdge[] | null {
  if (used === null) return null;
  return risk.indexed.graph.edges.filter((edge) => edge.relation === 'invokes' && !used.has(edge.to));
}

/** What was used and is granted by no setting: the settings are not all there is. */
export function usedWithoutGrant(risk: Risk, used: ReadonlySet<string> | null): string[] | null {
  if (used === null) return null;
  const granted = new Set(
    risk.indexed.graph.edges.filter(({ relation }) => relation === 'invokes').map(({ to }) => to),
  );
  return [...used].filter((id) => !granted.has(id));
}

/** Q12: ways of outsiders that were not there before: what a gate for “no new access” lets nobody add. */
export function newAccess(before: Risk, after: Risk): PathView[] {
  const known = new Set(
    allWays(before).flatMap(({ edges }) => (edges.length === 0 ? [] : [edges.join(' ')])),
  );
  return allWays(after).filter(({ edges }) => !known.has(edges.join(' ')));
}

function allWays(risk: Risk): PathView[] {
  return risk.indexed.graph.nodes
    .filter(({ kind }) => kind === 'resource')
    .flatMap(({ id }) => waysOfOutsiders(risk, id));
}

function waysOfOutsiders(risk: Risk, target: string): PathView[] {
  const node = risk.indexed.indexOf.get(target);
  if (node === undefined) return [];
  return OUTSIDERS.flatMap((principal) => {
    const path = pathFrom(risk, risk.indexed.indexOf.get(principal) ?? -1, node);
    return path === null || path.strength < WAY_MIN ? [] : [path];
  });
}

export interface Answers {
  readonly q1_stranger_to_host: readonly PathView[];
  readonly q2_trifecta: readonly Legs[];
  readonly q3_rule_of_two: readonly Legs[];
  readonly q4_who_reaches_secrets: ReturnType<typeof whoReaches>;
  readonly q5_reached_by_stranger: ReturnType<typeof reachedBy>;
  readonly q6_choke_points: readonly ChokePoint[];
  readonly q7_persistence: readonly PathView[];
  readonly q8_cross_agent: readonly string[];
  readonly q9_supply_chain: ReturnType<typeof supplyChain>;
  readonly q10_audit_evasion: readonly PathView[];
  readonly q11_unused_grants: readonly string[] | null;
  readonly q11_used_without_grant: readonly string[] | null;
  readonly q12_new_access: readonly PathView[] | null;
}

/** All questions at once. `before` is the state that was approved last, `used` the capabilities seen in use. */
export function answerAll(
  risk: Risk,
  before: Risk | null = null,
  used: ReadonlySet<string> | null = null,
): Answers {
  const legs = judgeLegs(risk);
  return {
    q1_stranger_to_host: strangerToHost(risk),
    q2_trifecta: legs.filter(({ breaksRuleOfTwo }) => breaksRuleOfTwo),
    q3_rule_of_two: legs,
    q4_who_reaches_secrets: whoReaches(risk, resourceId('secrets')),
    q5_reached_by_stranger: reachedBy(risk, 'principal:stranger'),
    q6_choke_points: chokePoints(risk),
    q7_persistence: persistence(risk),
    q8_cross_agent: crossAgent(risk).map(edgeId),
    q9_supply_chain: supplyChain(risk),
    q10_audit_evasion: auditEvasion(risk),
    q11_unused_grants: unusedGrants(risk, used)?.map(edgeId) ?? null,
    q11_used_without_grant: usedWithoutGrant(risk, used),
    q12_new_access: before === null ? null : newAccess(before, risk),
  };
}
