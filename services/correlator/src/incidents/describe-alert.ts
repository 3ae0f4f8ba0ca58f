import { describeTimeSpan } from '../rules/time-span.ts';
import type { Context } from '../state/context.ts';

/** Names come from other programs: a long one must not push the rest out of the sentence. */
const NAME_LENGTH_MAX = 80;

export interface Facts {
  readonly context: Context;
  readonly count: number;
  readonly timespan_ms: number;
}

/** Fills a rule's sentence. A part in [brackets] that needs something unknown is left out. */
export function describeAlert(template: string, facts: Facts): string {
  const parts = template.split(/(\[[^\]]*\])/);
  return parts
    .map((part) => {
      const optional = part.startsWith('[') && part.endsWith(']');
      const filled = fill(optional ? part.slice(1, -1) : part, facts);
      return optional && filled.missing ? '' : filled.text;
    })
    .join('');
}

function fill(template: string, facts: Facts): { text: string; missing: boolean } {
  let missing = false;
  const text = template.replaceAll(/\{([a-z_]+)\}/g, (_, name: string) => {
    const value = nameIn(name, facts);
    if (value === undefined) missing = true;
    return value ?? `an unknown ${name}`;
  });
  return { text, missing };
}

function nameIn(name: string, { context, count, timespan_ms }: Facts): string | undefined {
  if (name === 'count') return String(count);
  if (name === 'timespan') return describeTimeSpan(timespan_ms);
  const known: Readonly<Record<string, string | undefined>> = context;
  const value = known[name];
  return value === undefined ? undefined : shorten(value);
}

/** One printable line of limited length. */
export function shorten(name: string, length_max = NAME_LENGTH_MAX): string {
  const line = name.replaceAll(/\p{C}/gu, '�');
  return line.length <= length_max ? line : `${line.slice(0, length_max - 1)}…`;
}
