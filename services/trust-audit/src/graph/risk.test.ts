import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { findChokePoints } from './choke-points.ts';
import { pathsThrough } from './describe-path.ts';
import { indexGraph } from './index-graph.ts';
import { edgeId, type Graph, type GraphEdge } from './model.ts';
import { newAccess } from './questions.ts';
import { computeRisk, riskOf } from './risk.ts';
import { findStrongest } from './strongest-paths.ts';
import { compareRisks, computeWhatIf } from './what-if.ts';

const edge = (from: string, to: string, strength: number): GraphEdge => ({
  from,
  to,
  relation: 'routes_to',
  strength,
  guards: [],
  confidence: 'written',
  place: null,
});

/** The example of the scale: internet, stranger and owner, one agent, commands on the host. */
function example(message: number, sandbox: number): Graph {
  return {
    nodes: [
      { id: 'principal:internet', kind: 'principal', label: 'internet', weight: 1 },
      { id: 'principal:stranger', kind: 'principal', label: 'a stranger', weight: 0.8 },
      { id: 'principal:owner', kind: 'principal', label: 'the owner', weight: 0.05 },
      { id: 'telegram', kind: 'surface', label: 'telegram' },
      { id: 'main', kind: 'agent', label: 'main' },
      { id: 'resource:host', kind: 'resource', label: 'the host', value: 100 },
    ],
    edges: [
      edge('principal:internet', 'telegram', message),
      edge('principal:stranger', 'telegram', message),
      edge('principal:owner', 'telegram', 1),
      edge('telegram', 'main', 1),
      edge('main', 'resource:host', sandbox),
    ],
  };
}
const hostRisk = (graph: Graph) => {
  const risk = computeRisk(graph);
  return riskOf(risk, risk.indexed.indexOf.get('resource:host') ?? -1);
};

describe('risk', () => {
  test('is 100 for a stranger at a shell, 22 behind pairing, and less than 7 in a sandbox', () => {
    assert.equal(hostRisk(example(1, 1)), 100);
    assert.equal(Math.round(hostRisk(example(0.2, 1))), 22);
    assert.equal(hostRisk(example(0.2, 0.3)).toFixed(1), '6.6');
  });

  test('says its strongest ways hop by hop, and the cut that is worth most', () => {
    const risk = computeRisk(example(1, 1));
    const agent = risk.indexed.indexOf.get('main') ?? -1;
    assert.equal(
      pathsThrough(risk, agent, 1)[0]?.words,
      'internet → is passed to telegram → is passed to main → is passed to the host',
    );
    const [best] = findChokePoints(risk, 1);
    assert.equal(best?.share, 1);
  });

  test('tells of a way that was not there before', () => {
    const before = computeRisk(example(0.01, 1));
    const after = computeRisk(example(1, 1));
    assert.equal(newAccess(before, after).length, 2);
    assert.equal(newAccess(after, after).length, 0);
  });

  test('of any graph: the strongest way is the best product of all, and a what-if is the graph with other strengths', () => {
    const Strength = fc.constantFrom(0.1, 0.3, 0.5, 0.9, 1);
    const Edges = fc.array(fc.tuple(fc.nat(6), fc.nat(6), Strength), { maxLength: 25 });
    fc.assert(
      fc.property(Edges, fc.nat(), Strength, (list, pick, other) => {
        const nodes = Array.from({ length: 7 }, (_, index) => ({
          id: `${index}`,
          kind:
            index === 0 ? ('principal' as const) : index === 6 ? ('resource' as const) : ('agent' as const),
          label: `${index}`,
          ...(index === 0 ? { weight: 1 } : {}),
          ...(index === 6 ? { value: 100 } : {}),
        }));
        const unique = [
          ...new Map(
            list.map(([from, to, strength]) => [`${from} ${to}`, edge(`${from}`, `${to}`, strength)]),
          ).values(),
        ];
        const graph = { nodes, edges: unique };
        const { best } = findStrongest(indexGraph(graph), [[0, 1]]);
        // Bellman-Ford on products.
        const slow = [1, 0, 0, 0, 0, 0, 0];
        for (let round = 0; round < 7; round += 1)
          for (const { from, to, strength } of unique)
            slow[Number(to)] = Math.max(slow[Number(to)] ?? 0, (slow[Number(from)] ?? 0) * strength);
        for (const [node, strength] of slow.entries())
          assert.ok(Math.abs((best[node] ?? 0) - strength) < 1e-6, `${node}`);
        const changed = unique[pick % Math.max(1, unique.length)];
        if (changed === undefined) return;
        const { after } = computeWhatIf(computeRisk(graph), [{ edge: edgeId(changed), strength: other }]);
        const rebuilt = computeRisk({
          nodes,
          edges: unique.map((each) => (each === changed ? { ...each, strength: other } : each)),
        });
        assert.deepEqual(compareRisks(after, rebuilt), []);
      }),
      { numRuns: 200 },
    );
  });
});
