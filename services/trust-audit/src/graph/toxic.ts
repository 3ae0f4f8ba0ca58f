import { type ResourceName, resourceId } from './resources.ts';
import type { Risk } from './risk.ts';
import { outsideReach } from './risk.ts';

/** Ways that together are worse than each alone. */
export const COMBINATIONS = {
  TC1: 'a stranger can reach an agent that runs commands on the host',
  TC2: 'an agent reads text of outsiders, reads secrets, and can send them out',
  TC3: 'an agent that outsiders reach can write skills that load by themselves',
  TC4: 'an agent that outsiders reach can write what it loads at every start',
  TC5: 'nothing asks before a command, and elevated commands are open to everyone',
  TC6: 'agents that outsiders reach differently see each other’s sessions',
  TC7: 'a browser with the owner’s sign-ins reads pages of outsiders',
  TC8: 'the sandbox has the Docker socket or the host’s network',
  TC9: 'an unpinned server holds a secret',
  TC10: 'an agent with private data sends messages to several channels',
  TC11: 'a proxy that asks for no key holds providers’ keys',
  TC12: 'a small or old model has tools',
  TC13: 'the shield only observes while a channel is open to the public',
  TC14: 'one secret opens two places',
  TC15: 'an agent can change the settings and records that keep it in check',
  TC16: 'an agent that outsiders reach can reach the addresses of the local network',
} as const;
export type CombinationId = keyof typeof COMBINATIONS;

/** A combination that is there, with the nodes that make it. */
export interface Combination {
  readonly id: CombinationId;
  readonly agent: string | null;
  readonly nodes: ReadonlySet<string>;
}

/** The legs of Willison's trifecta and of the Rule of Two, for one agent. */
export interface Legs {
  readonly agent: string;
  readonly label: string;
  /** How strongly text of outsiders reaches it. */
  readonly untrusted: number;
  /** How strongly it reaches secrets or private data. */
  readonly sensitive: number;
  /** How strongly it changes something or sends it out. */
  readonly acts: number;
  /** The leg that is cheapest to take away: the one that is least open. */
  readonly drop: 'untrusted' | 'sensitive' | 'acts';
  readonly breaksRuleOfTwo: boolean;
}

/** A leg below this is guarded: a person approves, or a list allows. */
const LEG_OPEN_MIN = 0.2;
const DIRECT_MIN = 0.5;
const SENSITIVE: readonly ResourceName[] = ['secrets', 'sessions'];
const ACTS: readonly ResourceName[] = ['host', 'identity', 'web', 'control', 'devices'];

export function judgeLegs(risk: Risk): Legs[] {
  const { graph, indexOf } = risk.indexed;
  return graph.nodes
    .filter(({ kind }) => kind === 'agent')
    .map(({ id, label }) => {
      const node = indexOf.get(id) ?? -1;
      const reach = reachOf(risk, id);
      const best = (names: readonly ResourceName[]) =>
        Math.max(0, ...names.map((name) => reach.get(resourceId(name)) ?? 0));
      const untrusted = outsideReach(risk, node);
      const sensitive = best(SENSITIVE);
      const acts = best(ACTS);
      const least = Math.min(untrusted, sensitive, acts);
      const drop = least === untrusted ? 'untrusted' : least === sensitive ? 'sensitive' : 'acts';
      return { agent: id, label, untrusted, sensitive, acts, drop, breaksRuleOfTwo: least >= LEG_OPEN_MIN };
    });
}

/** How strongly an agent reaches each resource by its own capabilities: two hops, no other agent in between. */
export function reachOf(risk: Risk, agent: string): ReadonlyMap<string, number> {
  const { indexed } = risk;
  const reach = new Map<string, number>();
  const start = indexed.indexOf.get(agent);
  if (start === undefined) return reach;
  const meet = (node: number, strength: number) => {
    const target = indexed.graph.nodes[node];
    if (target?.kind === 'resource') reach.set(target.id, Math.max(reach.get(target.id) ?? 0, strength));
  };
  for (const [first, strength] of edgesFrom(risk, start)) {
    meet(first, strength);
    if (indexed.graph.nodes[first]?.kind !== 'capability') continue;
    for (const [second, further] of edgesFrom(risk, first)) meet(second, strength * further);
  }
  return reach;
}

export function* edgesFrom({ indexed }: Risk, node: number): Generator<[node: number, strength: number]> {
  const last = indexed.outStart[node + 1] ?? 0;
  for (let at = indexed.outStart[node] ?? 0; at < last; at += 1) {
    const edge = indexed.outEdges[at] ?? 0;
    yield [indexed.to[edge] ?? -1, indexed.strength[edge] ?? 0];
  }
}

/** Combinations that the graph alone shows; those of single settings come with the checks that know them. */
export function findCombinations(risk: Risk): Combination[] {
  const found: Combination[] = [];
  for (const legs of judgeLegs(risk)) {
    const reach = reachOf(risk, legs.agent);
    const strong = (name: ResourceName) => (reach.get(resourceId(name)) ?? 0) >= DIRECT_MIN;
    const nodes = new Set([legs.agent, ...capabilitiesOf(risk, legs.agent), ...surfacesOf(risk, legs.agent)]);
    const add = (id: CombinationId) => found.push({ id, agent: legs.agent, nodes });
    if (legs.untrusted >= DIRECT_MIN && strong('host')) add('TC1');
    if (legs.breaksRuleOfTwo) add('TC2');
    const writes = [...nodes].some((id) => id.endsWith(':write') || id.endsWith(':exec'));
    if (legs.untrusted >= DIRECT_MIN && writes && strong('memory')) add('TC3');
    if (legs.untrusted >= DIRECT_MIN && strong('memory')) add('TC4');
    if (legs.untrusted >= LEG_OPEN_MIN && strong('sessions')) add('TC6');
    if (legs.untrusted >= DIRECT_MIN && strong('control')) add('TC15');
    if (legs.untrusted >= LEG_OPEN_MIN && strong('network')) add('TC16');
  }
  return found;
}

function capabilitiesOf(risk: Risk, agent: string): string[] {
  const start = risk.indexed.indexOf.get(agent) ?? -1;
  return [...edgesFrom(risk, start)].flatMap(([node]) => {
    const target = risk.indexed.graph.nodes[node];
    return target?.kind === 'capability' ? [target.id] : [];
  });
}

function surfacesOf({ indexed }: Risk, agent: string): string[] {
  const node = indexed.indexOf.get(agent) ?? -1;
  const found: string[] = [];
  const last = indexed.inStart[node + 1] ?? 0;
  for (let at = indexed.inStart[node] ?? 0; at < last; at += 1) {
    const source = indexed.graph.nodes[indexed.from[indexed.inEdges[at] ?? 0] ?? -1];
    if (source?.kind === 'surface') found.push(source.id);
  }
  return found;
}
