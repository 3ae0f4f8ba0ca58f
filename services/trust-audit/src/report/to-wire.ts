import type { TrustReport } from '@clawnex/proto/trust-report.ts';
import { listCombinations } from '../find-combinations.ts';
import { edgeId, type GraphEdge } from '../graph/model.ts';
import { chokePoints, newAccess, strangerToHost, whoReaches } from '../graph/questions.ts';
import { resourceId } from '../graph/resources.ts';
import { exposureOf, highestRisk, impactOf, type Risk, riskOf } from '../graph/risk.ts';
import { COMBINATIONS, judgeLegs } from '../graph/toxic.ts';
import type { Scan } from '../scan.ts';

/** One answer over the bus holds 1 MiB: some hundred agents with what they can do. */
const NODES_MAX = 600;
const EDGES_MAX = 2_000;
const LEGS_MAX = 300;
const NEW_WAYS_MAX = 20;
const WORDS_MAX = 1_200;

/** The newest run as others see it: the riskiest nodes first, when not all fit. */
export function toWire(
  snapshot_id: string,
  ended_at_ms: number,
  scan: Scan,
  before: Risk | null,
): TrustReport {
  const { risk } = scan;
  const { graph } = risk.indexed;
  const nodes = graph.nodes
    .map((node, index) => ({
      id: node.id,
      kind: node.kind,
      label: node.label.slice(0, 300),
      exposure: round(exposureOf(risk, index), 3),
      impact: round(impactOf(risk, index), 1),
      risk: round(riskOf(risk, index), 1),
    }))
    .sort((a, b) => b.risk - a.risk)
    .slice(0, NODES_MAX);
  const shown = new Set(nodes.map(({ id }) => id));
  const edges = graph.edges.filter(({ from, to }) => shown.has(from) && shown.has(to)).slice(0, EDGES_MAX);
  return {
    snapshot_id,
    ended_at_ms,
    highest_risk: round(highestRisk(risk), 1),
    nodes,
    edges: edges.map(toEdge),
    left_out: graph.nodes.length - nodes.length + graph.edges.length - edges.length,
    choke_points: chokePoints(risk).map(({ edge, from, to, removes, share }) => ({
      edge,
      from,
      to,
      removes,
      share,
    })),
    legs: judgeLegs(risk)
      .slice(0, LEGS_MAX)
      .map(({ breaksRuleOfTwo, ...legs }) => ({ ...legs, breaks_rule_of_two: breaksRuleOfTwo })),
    combinations: listCombinations(scan)
      .slice(0, LEGS_MAX)
      .map(({ id, agent }) => ({ id, what: COMBINATIONS[id], agent })),
    stranger_to_host: strangerToHost(risk).map(toWay),
    who_reaches_secrets: whoReaches(risk, resourceId('secrets')).map((way) => ({
      ...way,
      words: way.words.slice(0, WORDS_MAX),
    })),
    new_access: before === null ? null : newAccess(before, risk).slice(0, NEW_WAYS_MAX).map(toWay),
  };
}

function toEdge(edge: GraphEdge): TrustReport['edges'][number] {
  const { from, to, relation, strength, guards, confidence, place } = edge;
  const where = place === null ? null : `~${place.file}:${place.line} ${place.pointer}`.slice(0, WORDS_MAX);
  return {
    id: edgeId(edge),
    from,
    to,
    relation,
    strength,
    guards: guards.slice(0, 10).map((guard) => guard.slice(0, 200)),
    confidence,
    place: where,
  };
}

function toWay({ strength, words }: { strength: number; words: string }) {
  return { strength, words: words.slice(0, WORDS_MAX) };
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
