import assert from 'node:assert/strict';
import { test } from 'node:test';
import { layOut, reachOf, SHOWN_PER_LAYER_MAX, type TrustEdge, type TrustNode } from './layers.ts';

const node = (id: string, kind: TrustNode['kind'], risk: number): TrustNode => ({
  id,
  kind,
  label: id,
  exposure: 1,
  impact: 1,
  risk,
});
const edge = (from: string, to: string, strength = 1): TrustEdge => ({
  id: `${from} ${to}`,
  from,
  to,
  relation: 'reaches',
  strength,
  guards: [],
  confidence: 'written',
  place: null,
});

test('the riskiest of a layer are drawn, the rest is counted, and what is asked for is always drawn', () => {
  const nodes = Array.from({ length: SHOWN_PER_LAYER_MAX + 5 }, (_, at) => node(`a${at}`, 'agent', at));
  const { placed, left } = layOut({ nodes, edges: [edge('a0', 'a16')] }, 'a0');
  assert.equal(placed.size, SHOWN_PER_LAYER_MAX);
  assert.deepEqual(left, [0, 0, 5, 0, 0]);
  assert.equal(placed.get('a0')?.place, 0);
  assert.equal(placed.get('a16')?.place, 1);
});

test('the reach of a node goes both ways, over open edges only, and ends in circles', () => {
  const edges = [edge('who', 'door'), edge('door', 'agent'), edge('agent', 'door'), edge('agent', 'host', 0)];
  assert.deepEqual([...reachOf(edges, 'door')].sort(), ['agent', 'door', 'who']);
});
