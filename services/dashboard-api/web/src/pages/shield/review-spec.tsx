import { Value } from '../../list/filter-in.tsx';
import css from '../../list/list.module.css';
import type { ListSpec } from '../../list/list-spec.ts';
import { storedColumns } from '../../list/list-tools.tsx';
import type { ReviewRow } from '../../shield/controls.ts';
import { formatCount } from '../../ui/format.ts';
import { Pill, type Shape, type Tone, Unknown } from '../../ui/mark.tsx';
import { Age } from '../../ui/time.tsx';

const STATES: Record<ReviewRow['state'], { shape: Shape; tone: Tone; word: string; why: string }> = {
  waits: { shape: 'triangle', tone: 'medium', word: 'waits', why: 'Refused until an operator decides' },
  approved: {
    shape: 'disc',
    tone: 'ok',
    word: 'approved',
    why: 'Exactly this content passes for its caller',
  },
  rejected: { shape: 'octagon', tone: 'critical', word: 'rejected', why: 'Stays refused' },
  over: {
    shape: 'bar',
    tone: 'dim',
    word: 'over',
    why: 'The decision has run out; the next try is held again',
  },
};

export function ReviewPill({ state }: { state: ReviewRow['state'] }) {
  const { shape, tone, word, why } = STATES[state];
  return (
    <Pill shape={shape} tone={tone} title={why}>
      {word}
    </Pill>
  );
}

export const NOT_SAID = 'The caller did not say it';

/** What the worst block was held for. */
export function rulesOf({ blocks }: ReviewRow): readonly string[] {
  return [...new Set(blocks.flatMap(({ detections }) => detections.map(({ rule }) => rule)))];
}

export const REVIEW_SPEC: ListSpec<ReviewRow> = {
  base: '/shield/reviews',
  order: 'those that wait first',
  noun: ['held call', 'held calls'],
  rowId: (row) => row.review_id,
  fields: {
    state: (row) => [row.state],
    agent: (row) => [row.agent],
    rule: rulesOf,
    model: (row) => [row.model],
    session: (row) => [row.session],
  },
  columns: [
    {
      id: 'state',
      label: 'State',
      about: 'Whether somebody has decided',
      width_px: 100,
      priority: 0,
      cell: (row) => (
        <Value field="state" value={row.state}>
          <ReviewPill state={row.state} />
        </Value>
      ),
    },
    {
      id: 'agent',
      label: 'Agent',
      about: 'Who called',
      width_px: 150,
      priority: 1,
      cell: (row) =>
        row.agent === null ? <Unknown why={NOT_SAID} /> : <Value field="agent" value={row.agent} />,
    },
    {
      id: 'rules',
      label: 'Rules',
      about: 'What was found',
      width_px: 260,
      grows: true,
      priority: 2,
      cell: (row) => (
        <span className={css['mono']}>
          {rulesOf(row).map((rule, index) => (
            <span key={rule}>
              {index === 0 ? '' : ', '}
              <Value field="rule" value={rule} />
            </span>
          ))}
        </span>
      ),
    },
    {
      id: 'model',
      label: 'Model',
      about: 'The model that was asked for',
      width_px: 140,
      priority: 6,
      cell: (row) =>
        row.model === null ? <Unknown why={NOT_SAID} /> : <Value field="model" value={row.model} />,
    },
    {
      id: 'score',
      label: 'Score',
      about: 'The scan’s score, 0 to 100',
      width_px: 52,
      priority: 4,
      end: true,
      cell: (row) => row.score,
      sort: (row) => row.score,
    },
    {
      id: 'tries',
      label: 'Tries',
      about: 'How often the same call was tried',
      width_px: 52,
      priority: 5,
      end: true,
      cell: (row) => formatCount(row.tries),
      sort: (row) => row.tries,
    },
    {
      id: 'last',
      label: 'Last try',
      about: 'How long ago it was last tried',
      width_px: 72,
      priority: 3,
      end: true,
      cell: (row) => <Age at={row.last_at} />,
      sort: (row) => Date.parse(row.last_at),
    },
  ],
  hidden: storedColumns('reviews', []),
  narrow: (row) => (
    <>
      <div className={css['narrowLine']}>
        <ReviewPill state={row.state} />
        {row.agent === null ? <Unknown why={NOT_SAID} /> : <Value field="agent" value={row.agent} />}
        <span className={css['dim']}>
          <Age at={row.last_at} />
        </span>
      </div>
      <div className={css['narrowLine']}>
        <span className={css['mono']}>{rulesOf(row)[0]}</span>
        <span>score {row.score}</span>
      </div>
    </>
  ),
  export: {
    name: 'reviews',
    csv: [
      ['review_id', (row) => row.review_id],
      ['state', (row) => row.state],
      ['agent', (row) => row.agent],
      ['session', (row) => row.session],
      ['model', (row) => row.model],
      ['score', (row) => row.score],
      ['rules', (row) => rulesOf(row).join(' ')],
      ['tries', (row) => row.tries],
      ['first_at', (row) => row.first_at],
      ['last_at', (row) => row.last_at],
      ['decided_by', (row) => row.decided_by],
      ['until', (row) => row.until],
    ],
  },
};
