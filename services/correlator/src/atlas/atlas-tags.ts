import { TACTICS, type TacticSlug } from './tactics.ts';
import { TECHNIQUES } from './techniques.ts';

const TAG = /^(t[0-9]{4})(?:\.([0-9]{3}))?$/;

/** Whether the part of a tag after `atlas.` names a tactic, a technique or a sub-technique that exists. */
export function isAtlasTag(text: string): boolean {
  if (tacticOf(text) !== undefined) return true;
  const [, id, sub] = TAG.exec(text) ?? [];
  const technique = id === undefined ? undefined : TECHNIQUES[id];
  if (technique === undefined) return false;
  return sub === undefined || (technique.sub ?? []).includes(sub);
}

/** ATT&CK's tactics that have another name, or no counterpart, in ATLAS. */
const FROM_ATTACK: Readonly<Record<string, TacticSlug>> = {
  ta0043: 'reconnaissance',
  stealth: 'defense-evasion',
};

/** Tactics that a rule's tags name: directly, or through their techniques. In the order of the matrix. */
export function tacticsOf(tags: readonly string[]): TacticSlug[] {
  const found = new Set<TacticSlug>();
  for (const tag of tags) {
    const [namespace = '', rest = ''] = tag.split(/\.(.*)/s);
    if (namespace !== 'atlas' && namespace !== 'attack') continue;
    const tactic = tacticOf(rest) ?? FROM_ATTACK[rest];
    const [, id] = TAG.exec(rest) ?? [];
    const technique = namespace === 'atlas' && id !== undefined ? TECHNIQUES[id] : undefined;
    if (tactic !== undefined) found.add(tactic);
    if (technique !== undefined) found.add(technique.tactic);
  }
  return TACTICS.map(({ slug }) => slug).filter((slug) => found.has(slug));
}

function tacticOf(text: string): TacticSlug | undefined {
  const name = text.replaceAll('_', '-');
  return TACTICS.find(({ id, slug }) => slug === name || id === name)?.slug;
}
