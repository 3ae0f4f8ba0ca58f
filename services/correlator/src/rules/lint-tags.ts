import { isAtlasTag } from '../atlas/atlas-tags.ts';
import type { Located } from './parse-rule-file.ts';
import type { RuleError } from './rule-error.ts';

/** Namespaces of the Sigma specification, and ours for agents, each with the shape of its tags. */
const NAMESPACES: Readonly<Record<string, RegExp>> = {
  attack: /^(?:[tgs][0-9]{4}(?:\.[0-9]{3})?|[a-z]+(?:[-_][a-z]+)*)$/,
  car: /^[0-9]{4}-[0-9]{2}-[0-9]{3}$/,
  cve: /^[0-9]{4}[.-][0-9]{4,7}$/,
  d3fend: /^[a-z0-9-]+$/,
  detection: /^(?:dfir|emerging-threats|threat-hunting)$/,
  stp: /^[1-5]?[a-z]{0,2}$/,
  tlp: /^(?:red|amber|amber-strict|green|clear|white)$/,
  cwe: /^[0-9]{1,5}$/,
  'owasp-llm': /^llm(?:0[1-9]|10)-20(?:23|25)$/,
  'owasp-asi': /^asi(?:0[1-9]|10)-2026$/,
  'nist-ai-rmf': /^(?:govern|map|measure|manage)-[1-9][0-9]?\.[1-9][0-9]?$/,
  'iso-42001': /^a-[0-9](?:-[0-9]{1,2}){1,2}$/,
  'eu-ai-act': /^art-[1-9][0-9]{0,2}(?:-[0-9]{1,2})?$/,
};

/** Tags nobody will find: misspelt namespaces, ids that do not exist. They do not keep a rule from running. */
export function lintTags(located: Located<{ tags?: readonly string[] | null | undefined }>): RuleError[] {
  const warnings: RuleError[] = [];
  for (const [index, tag] of (located.document.tags ?? []).entries()) {
    const dot = tag.indexOf('.');
    const namespace = dot === -1 ? tag : tag.slice(0, dot);
    const rest = tag.slice(dot + 1);
    const shape = NAMESPACES[namespace];
    let message: string | null = null;
    if (dot === -1) message = `"${tag}" has no namespace, such as atlas. or attack.`;
    else if (namespace === 'atlas')
      message = isAtlasTag(rest) ? null : `"${tag}" is no technique or tactic of ATLAS 5.6`;
    else if (shape === undefined) message = `"${tag}" is in an unknown namespace`;
    else if (!shape.test(rest)) message = `"${tag}" is not written as tags of ${namespace} are`;
    if (message !== null) warnings.push(located.errorAt(['tags', index], message));
  }
  return warnings;
}
