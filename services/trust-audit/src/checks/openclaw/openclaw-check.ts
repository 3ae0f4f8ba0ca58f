import type { Severity } from '@clawnex/proto/scan.ts';
import { aimSet, removeAt, setAt } from '../../fixes/aim-patch.ts';
import type { Fix, Patch } from '../../fixes/patch.ts';
import type { OpenClawFacts } from '../../openclaw/facts.ts';
import { agentId } from '../../openclaw/graph-ids.ts';
import { knowsKey } from '../../openclaw/known-keys.ts';
import type { Scan } from '../../scan.ts';
import { at, joinPointer, type Node, type Place, type Plain } from '../../settings/node.ts';
import { withoutIndex } from '../hit-in-file.ts';
import { showValue } from '../show-value.ts';
import type { Hit, TrustCheck, Weight } from '../trust-check.ts';
import { easedBy } from '../weights.ts';

const RESTART = 'openclaw gateway restart';
const REMOVE = Symbol('remove');
type After = Plain | typeof REMOVE;

/** A setting that is weak by its value, or by missing. */
export interface Rule {
  /** `*` stands for every key of an object and every item of a list. */
  readonly keys: readonly string[];
  isBad(node: Node, facts: OpenClawFacts): boolean;
  /** Whether it is weak when it is not written. */
  whenAbsent?(facts: OpenClawFacts): boolean;
  readonly after: After | ((node: Node | undefined, facts: OpenClawFacts) => After);
  weigh(facts: OpenClawFacts, node: Node | undefined): Weight;
  readonly title?: string;
  /** What the evidence says besides the place; nothing of a secret. */
  say?(node: Node | undefined, facts: OpenClawFacts): string;
  readonly side_effects?: string;
  /** True where the value may be a secret: the evidence then shows the place only. */
  readonly isSecret?: boolean;
}

export interface OpenClawSpec {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly severity: Severity;
  readonly vendor: readonly string[];
  readonly references?: readonly string[];
  readonly rules?: readonly Rule[];
  more?(facts: OpenClawFacts, scan: Scan): readonly Hit[];
}

/** Takes the setting away in place of changing it. */
export const removed: After = REMOVE;

export function openclawCheck({ rules = [], more, references = [], ...spec }: OpenClawSpec): TrustCheck {
  return {
    ...spec,
    product: 'openclaw',
    references: [...references, ...spec.vendor.map((id) => `openclaw.${id}`)],
    find: (scan) =>
      scan.openclaw.installed.flatMap((facts) => [
        ...rules.flatMap((rule) => applyRule(rule, facts)),
        ...(more?.(facts, scan) ?? []),
      ]),
  };
}

function applyRule(rule: Rule, facts: OpenClawFacts): Hit[] {
  const found = expandKeys(facts.root, rule.keys);
  if (found.length === 0) {
    if (rule.keys.includes('*') || rule.whenAbsent?.(facts) !== true || !mayAdd(facts, rule.keys)) return [];
    return [makeHit(rule, facts, rule.keys, undefined)];
  }
  return found
    .filter(({ node }) => rule.isBad(node, facts))
    .map(({ keys, node }) => makeHit(rule, facts, keys, node));
}

/** Defaults are judged, and keys added, only for releases that are known to have them. */
function mayAdd({ instance }: OpenClawFacts, keys: readonly string[]): boolean {
  return instance.defaultsKnown && knowsKey(instance.version, keys);
}

function makeHit(rule: Rule, facts: OpenClawFacts, keys: readonly string[], node: Node | undefined): Hit {
  const after = typeof rule.after === 'function' ? rule.after(node, facts) : rule.after;
  const patch =
    after === REMOVE
      ? node === undefined
        ? null
        : removeAt(node)
      : node === undefined
        ? aimSet(facts.root, keys, after)
        : setAt(node, after);
  const said = rule.say?.(node, facts);
  return hitAt(facts, keys, {
    node,
    weight: rule.weigh(facts, node),
    patches: patch === null ? [] : [patch],
    ...(said === undefined ? {} : { say: said }),
    ...(rule.title === undefined ? {} : { title: rule.title }),
    ...(rule.side_effects === undefined ? {} : { side_effects: rule.side_effects }),
    ...(rule.isSecret === undefined ? {} : { isSecret: rule.isSecret }),
  });
}

export interface HitInput {
  readonly node?: Node | undefined;
  readonly weight: Weight;
  readonly patches: readonly Patch[];
  readonly say?: string;
  readonly title?: string;
  readonly side_effects?: string;
  readonly isSecret?: boolean;
  /** Tells hits at one setting apart. */
  readonly part?: string;
  readonly restart?: string | null;
}

/** A hit at a setting of OpenClaw, written or missing. */
export function hitAt(facts: OpenClawFacts, keys: readonly string[], input: HitInput): Hit {
  const node = input.node ?? at(facts.root, ...keys);
  const place: Place = node?.place ?? placeOfMissing(facts, keys);
  const where = `~${place.file}:${place.line} ${place.pointer}`;
  const value =
    node === undefined
      ? `${keys.join('.')} is not set (known default of ${facts.instance.version ?? 'the known release'})`
      : input.isSecret === true
        ? where
        : `${where} = ${showValue(node)}`;
  const fix: Fix = {
    patches: input.patches,
    restart: input.restart === undefined ? RESTART : input.restart,
    side_effects: input.side_effects ?? '',
  };
  return {
    subject: `~${facts.instance.configFile}#${input.part === undefined ? joinPointer(keys) : `${withoutIndex(joinPointer(keys))} ${input.part}`}`,
    place,
    evidence: input.say === undefined ? value : `${value}; ${input.say}`,
    weight: input.weight,
    fix,
    ...(input.title === undefined ? {} : { title: input.title }),
  };
}

function placeOfMissing({ root }: OpenClawFacts, keys: readonly string[]): Place {
  const patch = aimSet(root, keys, null);
  const pointer = patch.kind === 'set' ? patch.pointer : '';
  let parent: Node = root;
  for (const key of keys) {
    const next = at(parent, key);
    if (next === undefined) break;
    parent = next;
  }
  return { file: patch.file, pointer, line: parent.place.line };
}

/** The agents of an installation, for weights that ask whether anyone reaches them. */
export function agentsOf({ instance, agents }: OpenClawFacts): string[] {
  return agents.map(({ id }) => agentId(instance, id));
}

export function eased(severity: Severity): (facts: OpenClawFacts) => Weight {
  return (facts) => easedBy(severity, agentsOf(facts));
}

function expandKeys(root: Node, keys: readonly string[]): { keys: string[]; node: Node }[] {
  let found: { keys: string[]; node: Node }[] = [{ keys: [], node: root }];
  for (const key of keys) {
    found = found.flatMap(({ keys: done, node }) => {
      if (key !== '*') {
        const next = at(node, key);
        return next === undefined ? [] : [{ keys: [...done, key], node: next }];
      }
      if (node.kind === 'object')
        return [...node.entries].map(([name, next]) => ({ keys: [...done, name], node: next }));
      if (node.kind === 'array')
        return node.items.map((next, index) => ({ keys: [...done, String(index)], node: next }));
      return [];
    });
  }
  return found;
}

/** Every value below a node with its keys, for settings that may stand anywhere. */
export function walkSettings(root: Node, meet: (keys: readonly string[], node: Node) => void): void {
  const visit = (node: Node, keys: readonly string[]): void => {
    meet(keys, node);
    if (node.kind === 'object') for (const [key, next] of node.entries) visit(next, [...keys, key]);
    if (node.kind === 'array')
      for (const [index, next] of node.items.entries()) visit(next, [...keys, String(index)]);
  };
  visit(root, []);
}
