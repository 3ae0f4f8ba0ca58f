import assert from 'node:assert/strict';
import { test } from 'node:test';
import { indexGraph } from '@clawnex/trust-audit/src/graph/index-graph.ts';
import { edgeId, type Graph, type GraphEdge, type GraphNode } from '@clawnex/trust-audit/src/graph/model.ts';
import { answerAll } from '@clawnex/trust-audit/src/graph/questions.ts';
import { computeRisk } from '@clawnex/trust-audit/src/graph/risk.ts';
import { compareRisks, computeWhatIf } from '@clawnex/trust-audit/src/graph/what-if.ts';

const NODES = 10_000;
const EDGES = 100_000;

/** A fleet: 3 principals, 1,000 surfaces, 3,000 agents, 5,989 capabilities, 8 resources, and edges in that direction. */
function makeFleet(): Graph {
  let seed = 42;
  const next = (below: number) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    // The high bits: the low ones of this generator repeat.
    return Math.floor((seed / 4_294_967_296) * below);
  };
  const nodes: GraphNode[] = [
    { id: 'principal:internet', kind: 'principal', label: 'internet', weight: 1 },
    { id: 'principal:stranger', kind: 'principal', label: 'stranger', weight: 0.8 },
    { id: 'principal:owner', kind: 'principal', label: 'owner', weight: 0.05 },
    ...['host', 'secrets', 'sessions', 'memory', 'control', 'identity', 'web', 'devices'].map(
      (name, index): GraphNode => ({
        id: `resource:${name}`,
        kind: 'resource',
        label: name,
        value: 100 - index * 10,
      }),
    ),
  ];
  const groups = { surface: 1_000, agent: 3_000, capability: NODES - nodes.length - 4_000 } as const;
  for (const kind of ['surface', 'agent', 'capability'] as const)
    for (let index = 0; index < groups[kind]; index += 1)
      nodes.push({ id: `${kind}:${index}`, kind, label: `${kind} ${index}` });
  const edges = new Map<string, GraphEdge>();
  const add = (from: string, relation: GraphEdge['relation'], to: string) => {
    const edge: GraphEdge = {
      from,
      to,
      relation,
      strength: (1 + next(100)) / 100,
      guards: [],
      confidence: 'written',
      place: null,
    };
    if (from !== to) edges.set(edgeId(edge), edge);
  };
  const principals = ['internet', 'stranger', 'owner'].map((name) => `principal:${name}`);
  const resources = nodes.filter(({ kind }) => kind === 'resource').map(({ id }) => id);
  const pick = (list: readonly string[]) => list[next(list.length)] ?? '';
  while (edges.size < EDGES) {
    add(pick(principals), 'can_message', `surface:${next(groups.surface)}`);
    add(`surface:${next(groups.surface)}`, 'routes_to', `agent:${next(groups.agent)}`);
    add(`agent:${next(groups.agent)}`, 'invokes', `capability:${next(groups.capability)}`);
    add(`agent:${next(groups.agent)}`, 'delegates_to', `agent:${next(groups.agent)}`);
    add(`capability:${next(groups.capability)}`, 'reads', pick(resources));
  }
  return { nodes, edges: [...edges.values()].slice(0, EDGES) };
}

test('answers all questions on ten thousand nodes and a hundred thousand edges, and what if one edge is cut', (context) => {
  const graph = makeFleet();
  assert.deepEqual([graph.nodes.length, graph.edges.length], [NODES, EDGES]);
  const started = performance.now();
  const risk = computeRisk(graph, indexGraph(graph));
  const answers = answerAll(risk, risk, new Set(['capability:1']));
  const answered = performance.now();
  const cut = graph.edges
    .filter(({ relation }) => relation === 'can_message')
    .slice(0, 3)
    .map((edge) => ({ edge: edgeId(edge), strength: 0 }));
  const { after, unknown } = computeWhatIf(risk, cut);
  const changes = compareRisks(risk, after);
  const asked = performance.now();
  context.diagnostic(
    `all questions: ${(answered - started).toFixed(0)} ms, what-if: ${(asked - answered).toFixed(0)} ms`,
  );

  assert.deepEqual(unknown, []);
  assert.ok(answers.q1_stranger_to_host.length > 0);
  assert.equal(answers.q3_rule_of_two.length, 3_000);
  assert.ok(answers.q5_reached_by_stranger.length > 0);
  assert.ok((answers.q11_unused_grants?.length ?? 0) > 0);
  assert.deepEqual(answers.q12_new_access, []);
  for (const { before, after: less } of changes) assert.ok(less <= before);
});
