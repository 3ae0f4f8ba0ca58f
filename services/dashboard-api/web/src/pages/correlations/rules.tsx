import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useMemo } from 'react';
import { failureOf } from '../../api/queries.ts';
import { Value } from '../../list/filter-in.tsx';
import css from '../../list/list.module.css';
import type { ListSpec } from '../../list/list-spec.ts';
import { storedColumns } from '../../list/list-tools.tsx';
import { ReadAgain } from '../../list/read-again.tsx';
import { RowList } from '../../list/row-list.tsx';
import { RowPanel } from '../../list/row-panel.tsx';
import { CopyValue } from '../../ui/copy.tsx';
import { formatCount, plural } from '../../ui/format.ts';
import { Pill, SeverityPill, Unknown } from '../../ui/mark.tsx';
import { Facts, Section } from '../../ui/panel.tsx';
import { EmptyState, Skeleton } from '../../ui/states.tsx';
import { Age, Exact } from '../../ui/time.tsx';
import { ForeignText } from '../../ui/untrusted.tsx';
import { type RuleRow, rulesQuery } from './correlation-queries.ts';

const STATUSES = {
  live: { shape: 'disc', tone: 'ok', why: 'Raises alerts' },
  shadow: { shape: 'ring', tone: 'dim', why: 'Counts its hits and raises nothing' },
  block: { shape: 'bar', tone: 'dim', why: 'Only feeds other rules' },
} as const;
const NEVER = "It has not fired since the correlator's database was made";

function StatusPill({ status }: { status: RuleRow['status'] }) {
  const { shape, tone, why } = STATUSES[status];
  return (
    <Pill shape={shape} tone={tone} title={why}>
      {status === 'block' ? 'building block' : status}
    </Pill>
  );
}

function Tests({ tests }: { tests: RuleRow['tests'] }) {
  if (tests.failed > 0) {
    return (
      <Pill shape="cross" tone="critical" strong>
        {formatCount(tests.failed)} of {formatCount(tests.failed + tests.passed)} fail
      </Pill>
    );
  }
  if (tests.passed === 0) return <Unknown why="The rule has no tests of its own" />;
  return <>{formatCount(tests.passed)} pass</>;
}

const SPEC: ListSpec<RuleRow> = {
  base: '/correlations/rules',
  order: 'the last fired first',
  noun: ['rule', 'rules'],
  rowId: (row) => row.rule,
  fields: {
    severity: (row) => [row.severity],
    status: (row) => [row.status],
    kind: (row) => [row.kind, row.source],
    tactic: (row) => row.tags,
  },
  columns: [
    {
      id: 'severity',
      label: 'Severity',
      about: 'Of the alerts it raises',
      width_px: 96,
      priority: 1,
      cell: (row) => (
        <Value field="severity" value={row.severity}>
          <SeverityPill severity={row.severity} />
        </Value>
      ),
    },
    {
      id: 'title',
      label: 'Rule',
      about: 'What it looks for',
      width_px: 260,
      grows: true,
      priority: 0,
      cell: (row) => <ForeignText text={row.title} />,
      sort: (row) => row.title,
    },
    {
      id: 'status',
      label: 'Status',
      about: 'Whether it raises alerts',
      width_px: 126,
      priority: 2,
      cell: (row) => (
        <Value field="status" value={row.status}>
          <StatusPill status={row.status} />
        </Value>
      ),
    },
    {
      id: 'hits',
      label: 'Hits',
      about: "Since the correlator's database was made",
      width_px: 70,
      priority: 4,
      end: true,
      cell: (row) => formatCount(row.hits),
      sort: (row) => row.hits,
    },
    {
      id: 'last',
      label: 'Last fired',
      about: 'How long ago',
      width_px: 80,
      priority: 3,
      end: true,
      cell: (row) => (row.last_at === null ? <Unknown why={NEVER} /> : <Age at={row.last_at} />),
      sort: (row) => (row.last_at === null ? null : Date.parse(row.last_at)),
    },
    {
      id: 'tests',
      label: 'Tests',
      about: 'Its own, run when it was loaded',
      width_px: 100,
      priority: 5,
      cell: (row) => <Tests tests={row.tests} />,
    },
    {
      id: 'source',
      label: 'Source',
      about: 'Shipped, or of the operators\u2019 own',
      width_px: 80,
      priority: 6,
      cell: (row) => <Value field="kind" value={row.source} />,
    },
  ],
  hidden: storedColumns('correlation-rules', []),
  narrow: (row) => (
    <>
      <div className={css['narrowLine']}>
        <SeverityPill severity={row.severity} />
        <StatusPill status={row.status} />
        <span className={css['dim']}>{plural(row.hits, 'hit')}</span>
      </div>
      <div className={css['narrowOne']}>
        <ForeignText text={row.title} />
      </div>
    </>
  ),
  export: {
    name: 'correlation-rules',
    csv: [
      ['rule', (row) => row.rule],
      ['title', (row) => row.title],
      ['severity', (row) => row.severity],
      ['status', (row) => row.status],
      ['kind', (row) => row.kind],
      ['source', (row) => row.source],
      ['hits', (row) => row.hits],
      ['last_at', (row) => row.last_at],
      ['tests_passed', (row) => row.tests.passed],
      ['tests_failed', (row) => row.tests.failed],
      ['tags', (row) => row.tags.join(' ')],
      ['file', (row) => row.file],
    ],
  },
};

/** The rules in force. */
export function CorrelationRules() {
  const query = useQuery(rulesQuery);
  const { data, error } = query;
  const rows = useMemo(
    () =>
      data === undefined
        ? undefined
        : [...data.rows].sort((a, b) => ((b.last_at ?? '') < (a.last_at ?? '') ? -1 : 1)),
    [data],
  );
  const live = rows?.filter((row) => row.status === 'live').length ?? 0;
  const failing = rows?.filter((row) => row.tests.failed > 0).length ?? 0;
  return (
    <RowList
      spec={SPEC}
      rows={rows}
      failure={error === null ? null : failureOf(error)}
      retry={() => void query.refetch()}
      head={() => (
        <p className={css['sentence']}>
          {plural(live, 'rule raises', 'rules raise')} alerts.{' '}
          {failing === 0
            ? 'All tests of theirs pass.'
            : `${plural(failing, 'rule fails', 'rules fail')} tests of their own.`}{' '}
          <ReadAgain query={query} what="rules" />
        </p>
      )}
      empty={
        <EmptyState title="No rule is loaded">
          The correlator has no rules, so nothing is correlated. <code>clawnex doctor</code> says what is
          wrong.
        </EmptyState>
      }
    />
  );
}

export function CorrelationRulePanel() {
  const { id } = useParams({ from: '/frame/correlations/rules/$id' });
  const { data } = useQuery(rulesQuery);
  const row = data?.rows.find((each) => each.rule === id);
  return (
    <RowPanel
      base="/correlations/rules"
      id={id}
      label="Rule"
      title={<ForeignText text={row?.title ?? 'Rule'} />}
    >
      {row !== undefined ? (
        <Section heading="What is known of it">
          <Facts
            rows={{
              Rule: <CopyValue value={row.rule} label="the rule's name" />,
              Severity: <Value field="severity" value={row.severity} reachable />,
              Status: <StatusPill status={row.status} />,
              Kind: row.kind,
              Source: `${row.source}, ${row.file}`,
              Hits: formatCount(row.hits),
              'Last fired': row.last_at === null ? <Unknown why={NEVER} /> : <Exact at={row.last_at} />,
              Tests: <Tests tests={row.tests} />,
              Tags: row.tags.join(', '),
            }}
          />
        </Section>
      ) : data === undefined ? (
        <Skeleton lines={6} />
      ) : (
        <EmptyState title="No rule has this name">It may have been taken out.</EmptyState>
      )}
    </RowPanel>
  );
}
