import { Value } from '../list/filter-in.tsx';
import css from '../list/list.module.css';
import type { ListBase, ListSpec } from '../list/list-spec.ts';
import { storedColumns } from '../list/list-tools.tsx';
import { revealName } from '../ui/reveal.ts';
import { Age } from '../ui/time.tsx';
import { ForeignText } from '../ui/untrusted.tsx';
import { FindingPill } from './finding-marks.tsx';
import type { Finding } from './finding-order.ts';

/** The list of findings; the same on each page that has one. */
export function findingSpec(base: ListBase, name: string): ListSpec<Finding> {
  return {
    base,
    order: 'worst first',
    noun: ['result', 'results'],
    rowId: (row) => row.finding_id,
    fields: {
      severity: (row) => (row.result === 'fail' ? [row.severity] : []),
      result: (row) => [row.result],
      check: (row) => [row.check],
      host: (row) => [row.host],
      subject: (row) => [row.subject],
    },
    columns: [
      {
        id: 'state',
        label: 'State',
        about: 'How grave it is where a check fails; otherwise what came of looking',
        width_px: 134,
        priority: 0,
        cell: (row) =>
          row.result === 'fail' ? (
            <Value field="severity" value={row.severity}>
              <FindingPill finding={row} />
            </Value>
          ) : (
            <Value field="result" value={row.result}>
              <FindingPill finding={row} />
            </Value>
          ),
      },
      {
        id: 'title',
        label: 'What',
        about: 'What the check says of it',
        width_px: 220,
        grows: true,
        priority: 1,
        cell: (row) => <span className={row.result === 'fail' ? undefined : css['dim']}>{row.title}</span>,
        sort: (row) => row.title,
      },
      {
        id: 'subject',
        label: 'Where',
        about: 'What the check looked at: a file and setting, a port, a process',
        width_px: 170,
        grows: true,
        priority: 2,
        cell: (row) => (
          <span className={css['mono']} title={revealName(row.subject)}>
            <ForeignText text={row.subject} />
          </span>
        ),
      },
      {
        id: 'host',
        label: 'Host',
        about: 'The machine it was found on',
        width_px: 84,
        priority: 4,
        cell: (row) => <Value field="host" value={row.host} />,
        sort: (row) => row.host,
      },
      {
        id: 'check',
        label: 'Check',
        about: 'Id of the check: the same on every host and in every run',
        width_px: 210,
        priority: 5,
        cell: (row) => (
          <span className={css['mono']}>
            <Value field="check" value={row.check} />
          </span>
        ),
      },
      {
        id: 'first',
        label: 'Since',
        about: 'How long ago a run first said so; the exact time on hover',
        width_px: 70,
        priority: 3,
        end: true,
        cell: (row) => <Age at={row.first_seen} />,
        sort: (row) => Date.parse(row.first_seen),
      },
    ],
    hidden: storedColumns(name, []),
    narrow: (row) => <NarrowFinding row={row} />,
    export: {
      name,
      csv: [
        ['finding_id', (row) => row.finding_id],
        ['host', (row) => row.host],
        ['check', (row) => row.check],
        ['result', (row) => row.result],
        ['severity', (row) => row.severity],
        ['title', (row) => row.title],
        ['subject', (row) => row.subject],
        ['evidence', (row) => row.evidence],
        ['fix', (row) => row.fix],
        ['reason', (row) => row.reason],
        ['first_seen', (row) => row.first_seen],
        ['last_seen', (row) => row.last_seen],
      ],
    },
  };
}

function NarrowFinding({ row }: { row: Finding }) {
  return (
    <>
      <div className={css['narrowLine']}>
        <FindingPill finding={row} />
        <span className={css['dim']}>
          <ForeignText text={row.host} />
        </span>
        <span className={css['dim']}>
          <Age at={row.first_seen} />
        </span>
      </div>
      <div className={css['narrowOne']}>{row.title}</div>
    </>
  );
}
