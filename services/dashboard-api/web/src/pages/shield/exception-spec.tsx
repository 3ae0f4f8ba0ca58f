import { Value } from '../../list/filter-in.tsx';
import css from '../../list/list.module.css';
import type { ListSpec } from '../../list/list-spec.ts';
import { storedColumns } from '../../list/list-tools.tsx';
import type { ExceptionRow } from '../../shield/controls.ts';
import { PLACE_NAMES } from '../../shield/exception-dialog.tsx';
import { formatCount, formatWord, plural } from '../../ui/format.ts';
import { Pill, type Shape, type Tone, Unknown } from '../../ui/mark.tsx';
import { revealName } from '../../ui/reveal.ts';
import { Age, Left } from '../../ui/time.tsx';
import { ForeignText } from '../../ui/untrusted.tsx';

const STATES: Record<ExceptionRow['state'], { shape: Shape; tone: Tone; why: string }> = {
  in_force: { shape: 'disc', tone: 'plain', why: 'The rule counts for nothing there' },
  expires_soon: { shape: 'triangle', tone: 'medium', why: 'In force, and ends within a week' },
  expired: { shape: 'bar', tone: 'dim', why: 'Over: the rule counts there again' },
};
export const NEVER_NEEDED = 'No judgement has needed it yet';

export function ExceptionPill({ state }: { state: ExceptionRow['state'] }) {
  const { shape, tone, why } = STATES[state];
  return (
    <Pill shape={shape} tone={tone} title={why}>
      {formatWord(state)}
    </Pill>
  );
}

/** `agent release-bot, tool read_file`. */
function placeOf({ scope }: ExceptionRow): string {
  return PLACE_NAMES.flatMap((place) => {
    const value = scope[place];
    if (value === undefined) return [];
    return [place === 'content_hash' ? `content ${value.slice(0, 12)}…` : `${place} ${revealName(value)}`];
  }).join(', ');
}

export const EXCEPTION_SPEC: ListSpec<ExceptionRow> = {
  base: '/shield/exceptions',
  order: 'newest first',
  noun: ['exception', 'exceptions'],
  rowId: (row) => row.id,
  fields: { state: (row) => [row.state], rule: (row) => [row.rule], owner: (row) => [row.owner] },
  columns: [
    {
      id: 'state',
      label: 'State',
      about: 'Whether it is in force',
      width_px: 128,
      priority: 1,
      cell: (row) => (
        <Value field="state" value={row.state}>
          <ExceptionPill state={row.state} />
        </Value>
      ),
    },
    {
      id: 'rule',
      label: 'Rule',
      about: 'Counts for nothing there',
      width_px: 230,
      priority: 0,
      cell: (row) => (
        <span className={css['mono']}>
          <Value field="rule" value={row.rule} />
        </span>
      ),
    },
    {
      id: 'place',
      label: 'Where',
      about: 'All of it has to fit',
      width_px: 220,
      grows: true,
      priority: 2,
      cell: (row) => placeOf(row),
    },
    {
      id: 'hits',
      label: 'Needed',
      about: 'Judgements in which it had a part',
      width_px: 70,
      priority: 4,
      end: true,
      cell: (row) => formatCount(row.hits),
      sort: (row) => row.hits,
    },
    {
      id: 'last',
      label: 'Last needed',
      about: 'How long ago a judgement last needed it',
      width_px: 92,
      priority: 6,
      end: true,
      cell: (row) =>
        row.last_hit_at === null ? <Unknown why={NEVER_NEEDED} /> : <Age at={row.last_hit_at} />,
    },
    {
      id: 'owner',
      label: 'Owner',
      about: 'Who answers for it',
      width_px: 120,
      priority: 5,
      cell: (row) => <Value field="owner" value={row.owner} />,
    },
    {
      id: 'ends',
      label: 'Ends',
      about: 'When it ends by itself',
      width_px: 110,
      priority: 3,
      end: true,
      cell: (row) => <Left until={row.expires_at} />,
      sort: (row) => Date.parse(row.expires_at),
    },
  ],
  hidden: storedColumns('exceptions', []),
  narrow: (row) => (
    <>
      <div className={css['narrowLine']}>
        <span className={css['mono']}>
          <ForeignText text={row.rule} />
        </span>
        <span className={css['dim']}>
          <Left until={row.expires_at} />
        </span>
      </div>
      <div className={css['narrowLine']}>
        <span className={css['dim']}>{placeOf(row)}</span>
        <span className={css['dim']}>{plural(row.hits, 'hit')}</span>
      </div>
    </>
  ),
  export: {
    name: 'exceptions',
    csv: [
      ['id', (row) => row.id],
      ['state', (row) => row.state],
      ['rule', (row) => row.rule],
      ['scope', (row) => JSON.stringify(row.scope)],
      ['origins', (row) => row.origins?.join(' ') ?? null],
      ['hits', (row) => row.hits],
      ['last_hit_at', (row) => row.last_hit_at],
      ['owner', (row) => row.owner],
      ['by', (row) => row.by],
      ['reason', (row) => row.reason],
      ['created_at', (row) => row.created_at],
      ['expires_at', (row) => row.expires_at],
    ],
  },
};
