import { TRANSFORMATIONS } from './encode-value.ts';
import { TIME_PARTS } from './time-part.ts';

const PLACEMENTS = ['contains', 'startswith', 'endswith'] as const;
const COMPARISONS = ['lt', 'lte', 'gt', 'gte'] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** How a field is compared, as its modifiers say. */
export interface Modifiers {
  readonly field: string;
  readonly kind: 'text' | 're' | 'cidr' | 'exists' | 'fieldref' | 'number' | 'time';
  readonly placement: 'whole' | (typeof PLACEMENTS)[number];
  readonly comparison: Comparison | null;
  readonly time_part: string | null;
  readonly transformations: readonly string[];
  readonly regex: { insensitive: boolean; lines: boolean; all: boolean };
  readonly all: boolean;
  readonly cased: boolean;
  readonly negated: boolean;
}

const KNOWN = [
  'all',
  'cased',
  'neq',
  'exists',
  're',
  'i',
  'm',
  's',
  'cidr',
  'fieldref',
  ...PLACEMENTS,
  ...COMPARISONS,
  ...Object.keys(TRANSFORMATIONS),
  ...Object.keys(TIME_PARTS),
];

export type ReadModifiers = { ok: true; modifiers: Modifiers } | { ok: false; message: string };

/** Reads `field|modifier|modifier`. What is unknown or cannot go together is refused by name. */
export function readModifiers(key: string): ReadModifiers {
  const [field = '', ...names] = key.split('|');
  const has = (name: string) => names.includes(name);
  const of = <Name extends string>(list: readonly Name[]) => list.filter((name) => has(name));
  const unknown = names.find((name) => !KNOWN.includes(name));
  if (unknown === 'expand')
    return refuse('uses the modifier "expand": placeholders are not supported, write their values');
  if (unknown !== undefined)
    return refuse(`uses the modifier "${unknown}", which is not supported: these are ${KNOWN.join(', ')}`);
  const [placement, secondPlacement] = of(PLACEMENTS);
  const [comparison, secondComparison] = of(COMPARISONS);
  const parts = of(Object.keys(TIME_PARTS));
  const kinds = [
    ...of(['re', 'cidr', 'exists', 'fieldref']),
    ...(comparison === undefined ? [] : ['number']),
    ...parts.slice(0, 1).map(() => 'time'),
  ];
  const transformations = names.filter((name) => name in TRANSFORMATIONS);
  const sub = of(['i', 'm', 's']);
  if (secondPlacement !== undefined) return refuse(`has both "${placement}" and "${secondPlacement}"`);
  if (secondComparison !== undefined) return refuse(`has both "${comparison}" and "${secondComparison}"`);
  const pair = kinds.join('+');
  if (kinds.length > 1 && pair !== 'number+time')
    return refuse(`combines ${kinds.join(' and ')}, which cannot go together`);
  if (sub.length > 0 && !has('re')) return refuse(`has "${sub[0]}", which belongs to "re"`);
  if (transformations.length > 0 && kinds.length > 0)
    return refuse(`combines "${transformations[0]}" with "${kinds[0]}", which cannot go together`);
  if (placement !== undefined && kinds.length > 0 && !['fieldref'].includes(pair)) {
    // An expression already matches anywhere, so that "contains" with "re" adds nothing.
    if (!(pair === 're' && placement === 'contains'))
      return refuse(`combines "${placement}" with "${kinds[0]}", which cannot go together`);
  }
  const kind =
    parts.length > 0
      ? 'time'
      : comparison !== undefined
        ? 'number'
        : has('re')
          ? 're'
          : has('cidr')
            ? 'cidr'
            : has('exists')
              ? 'exists'
              : has('fieldref')
                ? 'fieldref'
                : 'text';
  return {
    ok: true,
    modifiers: {
      field,
      kind,
      placement: placement ?? 'whole',
      comparison: comparison ?? null,
      time_part: parts[0] ?? null,
      transformations,
      regex: { insensitive: has('i'), lines: has('m'), all: has('s') },
      all: has('all'),
      cased: has('cased'),
      negated: has('neq'),
    },
  };
}

function refuse(message: string): { ok: false; message: string } {
  return { ok: false, message };
}
