import { Value } from '../../list/filter-in.tsx';
import css from '../../list/list.module.css';
import type { ListSpec } from '../../list/list-spec.ts';
import { storedColumns } from '../../list/list-tools.tsx';
import type { CaseRow } from '../../shield/shield-tests.ts';
import { formatWord } from '../../ui/format.ts';
import { Pill, Unknown, VerdictPill } from '../../ui/mark.tsx';
import { ForeignText } from '../../ui/untrusted.tsx';

export const NOT_RUN = 'It was not in the last run';

/** `passed`, `failed`, `not_run`. */
export function resultOf({ passed }: CaseRow): 'passed' | 'failed' | 'not_run' {
  return passed === null ? 'not_run' : passed ? 'passed' : 'failed';
}

export function CasePill({ row }: { row: CaseRow }) {
  if (row.passed === null) {
    return (
      <Pill shape="dashed" tone="dim" title={NOT_RUN}>
        not run
      </Pill>
    );
  }
  return row.passed ? (
    <Pill shape="disc" tone="ok" title="Judged as expected">
      passed
    </Pill>
  ) : (
    <Pill shape="cross" tone="critical" strong title="Not judged as expected">
      failed
    </Pill>
  );
}

export function Expected({ row }: { row: CaseRow }) {
  return (
    <span title={row.expected === 'allow' ? 'Exactly allow' : `At least ${row.expected}`}>
      {row.expected === 'review' ? 'at least review' : row.expected}
    </span>
  );
}

export const CASE_SPEC: ListSpec<CaseRow> = {
  base: '/shield-tests/cases',
  order: 'failed first',
  noun: ['case', 'cases'],
  rowId: (row) => row.case_id,
  fields: {
    result: (row) => [resultOf(row)],
    suite: (row) => [row.suite],
    kind: (row) => [row.origin],
    rule: (row) => row.rules,
  },
  columns: [
    {
      id: 'result',
      label: 'Result',
      about: 'Of the last run',
      width_px: 90,
      priority: 0,
      cell: (row) => (
        <Value field="result" value={resultOf(row)}>
          <CasePill row={row} />
        </Value>
      ),
    },
    {
      id: 'title',
      label: 'Case',
      about: 'What is tried',
      width_px: 260,
      grows: true,
      priority: 1,
      cell: (row) => <ForeignText text={row.title} />,
      sort: (row) => row.title,
    },
    {
      id: 'suite',
      label: 'Suite',
      about: 'The category it stands for; own = added by an operator',
      width_px: 150,
      priority: 4,
      cell: (row) => (
        <Value field="suite" value={row.suite}>
          {formatWord(row.suite)}
        </Value>
      ),
      sort: (row) => row.suite,
    },
    {
      id: 'origin',
      label: 'Origin',
      about: 'Who wrote the text in the test',
      width_px: 110,
      priority: 6,
      cell: (row) => (
        <Value field="kind" value={row.origin}>
          {formatWord(row.origin)}
        </Value>
      ),
    },
    {
      id: 'expected',
      label: 'Expected',
      about: 'The verdict it should get',
      width_px: 120,
      priority: 2,
      cell: (row) => <Expected row={row} />,
    },
    {
      id: 'actual',
      label: 'Actual',
      about: 'The verdict of the last run',
      width_px: 84,
      priority: 3,
      cell: (row) => (row.actual === null ? <Unknown why={NOT_RUN} /> : <VerdictPill verdict={row.actual} />),
    },
    {
      id: 'decision',
      label: 'Decision',
      about: 'What the policy in force then would have done',
      width_px: 84,
      priority: 5,
      cell: (row) => row.decision ?? <Unknown why={NOT_RUN} />,
    },
  ],
  hidden: storedColumns('shield-tests', []),
  narrow: (row) => (
    <>
      <div className={css['narrowLine']}>
        <CasePill row={row} />
        <span className={css['dim']}>{formatWord(row.suite)}</span>
        <span>{row.actual === null ? <Unknown why={NOT_RUN} /> : <VerdictPill verdict={row.actual} />}</span>
      </div>
      <div className={css['narrowOne']}>
        <ForeignText text={row.title} />
      </div>
    </>
  ),
  export: {
    name: 'shield-tests',
    csv: [
      ['case_id', (row) => row.case_id],
      ['suite', (row) => row.suite],
      ['title', (row) => row.title],
      ['origin', (row) => row.origin],
      ['side', (row) => row.side],
      ['expected', (row) => row.expected],
      ['actual', (row) => row.actual],
      ['decision', (row) => row.decision],
      ['result', resultOf],
      ['rules', (row) => row.rules.join(' ')],
    ],
  },
};
