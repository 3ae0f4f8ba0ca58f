import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { failureOf } from '../../api/queries.ts';
import { Value } from '../../list/filter-in.tsx';
import css from '../../list/list.module.css';
import type { ListSpec } from '../../list/list-spec.ts';
import { storedColumns } from '../../list/list-tools.tsx';
import { ReadAgain } from '../../list/read-again.tsx';
import { RowList } from '../../list/row-list.tsx';
import { RowPanel } from '../../list/row-panel.tsx';
import { bySeverity, SeverityTallies } from '../../list/severity-tallies.tsx';
import { CopyValue } from '../../ui/copy.tsx';
import { plural } from '../../ui/format.ts';
import { SeverityPill, Tag, Unknown } from '../../ui/mark.tsx';
import { Facts, Section } from '../../ui/panel.tsx';
import { EmptyState, Skeleton } from '../../ui/states.tsx';
import { Tallies } from '../../ui/tally.tsx';
import { Exact } from '../../ui/time.tsx';
import { ForeignText } from '../../ui/untrusted.tsx';
import {
  hostPostureQuery,
  type Vulnerability,
  vulnerabilitiesQuery,
} from '../security-posture/host-queries.ts';

const idOf = (row: Vulnerability) => `${row.host} ${row.advisory} ${row.path}`;
const NO_FIX = 'No release without it is known';

const SPEC: ListSpec<Vulnerability> = {
  base: '/vulnerabilities',
  order: 'exploited first, then the gravest',
  noun: ['vulnerability', 'vulnerabilities'],
  rowId: idOf,
  fields: {
    severity: (row) => [row.severity],
    kind: (row) => [row.ecosystem],
    subject: (row) => [row.package],
    host: (row) => [row.host],
    state: (row) => [...(row.exploited ? ['exploited'] : []), ...(row.malicious ? ['malicious'] : [])],
  },
  columns: [
    {
      id: 'severity',
      label: 'Severity',
      about: "The advisory's own",
      width_px: 96,
      priority: 0,
      cell: (row) => (
        <Value field="severity" value={row.severity}>
          <SeverityPill severity={row.severity} />
        </Value>
      ),
    },
    {
      id: 'package',
      label: 'Package',
      about: 'What is installed, in which version',
      width_px: 190,
      priority: 1,
      cell: (row) => (
        <>
          <Value field="subject" value={row.package} />{' '}
          <span className={css['dim']}>
            <ForeignText text={row.version} />
          </span>
        </>
      ),
      sort: (row) => row.package,
    },
    {
      id: 'title',
      label: 'What',
      about: 'What the advisory says',
      width_px: 240,
      grows: true,
      priority: 3,
      cell: (row) => (
        <>
          <Marks row={row} />
          <ForeignText text={row.title} />
        </>
      ),
    },
    {
      id: 'fixed',
      label: 'Fixed in',
      about: 'The first release without it',
      width_px: 110,
      priority: 2,
      cell: (row) => (row.fixed === null ? <Unknown why={NO_FIX} /> : <ForeignText text={row.fixed} />),
    },
    {
      id: 'advisory',
      label: 'Advisory',
      about: 'Its id',
      width_px: 170,
      priority: 5,
      cell: (row) => (
        <span className={css['mono']}>
          <ForeignText text={row.advisory} />
        </span>
      ),
    },
    {
      id: 'host',
      label: 'Host',
      about: 'Where it is installed',
      width_px: 90,
      priority: 4,
      cell: (row) => <Value field="host" value={row.host} />,
      sort: (row) => row.host,
    },
  ],
  hidden: storedColumns('vulnerabilities', []),
  narrow: (row) => (
    <>
      <div className={css['narrowLine']}>
        <SeverityPill severity={row.severity} />
        <Marks row={row} />
        <span className={css['dim']}>
          <ForeignText text={row.host} />
        </span>
      </div>
      <div className={css['narrowOne']}>
        <ForeignText text={`${row.package} ${row.version}: ${row.title}`} />
      </div>
    </>
  ),
  export: {
    name: 'vulnerabilities',
    csv: [
      ['host', (row) => row.host],
      ['advisory', (row) => row.advisory],
      ['ecosystem', (row) => row.ecosystem],
      ['package', (row) => row.package],
      ['version', (row) => row.version],
      ['fixed', (row) => row.fixed],
      ['severity', (row) => row.severity],
      ['exploited', (row) => String(row.exploited)],
      ['malicious', (row) => String(row.malicious)],
      ['title', (row) => row.title],
      ['path', (row) => row.path],
      ['source', (row) => row.source],
      ['source_age', (row) => row.source_age],
    ],
  },
};

function Marks({ row }: { row: Vulnerability }) {
  return (
    <>
      {row.exploited ? (
        <Tag title="In the catalogue of vulnerabilities known to be exploited">exploited</Tag>
      ) : null}{' '}
      {row.malicious ? <Tag title="The release itself is malicious">malicious</Tag> : null}{' '}
    </>
  );
}

/** Known vulnerabilities of what is installed: exploited ones first. */
export function VulnerabilitiesPage() {
  const query = useQuery(vulnerabilitiesQuery);
  const { data, error } = query;
  const { data: posture } = useQuery(hostPostureQuery);
  const scanned = (posture?.hosts.length ?? 0) > 0;
  const rows =
    data === undefined
      ? undefined
      : [...data.rows].sort((a, b) => Number(b.exploited) - Number(a.exploited) || bySeverity(a, b));
  return (
    <RowList
      spec={SPEC}
      rows={rows}
      failure={error === null ? null : failureOf(error)}
      retry={() => void query.refetch()}
      head={(shown) => (
        <>
          <Sources />
          <Tallies>
            {scanned ? <SeverityTallies rows={shown} what="Vulnerabilities" /> : null}
            <ReadAgain query={query} what="vulnerabilities" />
          </Tallies>
        </>
      )}
      empty={
        scanned ? (
          <EmptyState title="No vulnerability is known">
            That holds for the advisories at hand, whose age stands above.{' '}
            <code>clawnex advisories import</code> brings newer ones.
          </EmptyState>
        ) : (
          <EmptyState title="No host has been scanned yet">
            What is installed, and so what of it is vulnerable, is not known. Security Posture says what to
            do.
          </EmptyState>
        )
      }
    />
  );
}

/** Where the knowledge comes from and how old it is: old data never says clean. */
function Sources() {
  const { data } = useQuery(hostPostureQuery);
  const sources = new Map(
    (data?.hosts ?? []).flatMap((host) => host.advisories.map((each) => [each.name, each])),
  );
  const left = (data?.hosts ?? []).reduce((sum, host) => sum + host.vulnerabilities_left_out, 0);
  return (
    <p className={css['sentence']}>
      {[...sources.values()].map((source) => (
        <span key={source.name}>
          <ForeignText text={source.name} />: {plural(source.advisories, 'advisory', 'advisories')} of{' '}
          <Exact at={source.dated} />, {source.age}.{' '}
        </span>
      ))}
      {sources.size === 0 ? 'How old the advisories are is not known.' : ''}
      {left === 0 ? '' : ` ${plural(left, 'vulnerability', 'vulnerabilities')} more are not listed.`}
    </p>
  );
}

export function VulnerabilityPanel() {
  const { id } = useParams({ from: '/frame/vulnerabilities/$id' });
  const { data } = useQuery(vulnerabilitiesQuery);
  const row = data?.rows.find((each) => idOf(each) === id);
  return (
    <RowPanel
      base="/vulnerabilities"
      id={id}
      label="Vulnerability"
      title={
        row === undefined ? (
          'Vulnerability'
        ) : (
          <>
            <SeverityPill severity={row.severity} /> <ForeignText text={`${row.package} ${row.version}`} />
          </>
        )
      }
    >
      {row !== undefined ? (
        <Section heading="What is known">
          <p>
            <Marks row={row} />
            <ForeignText text={row.title} />
          </p>
          <Facts
            rows={{
              'What to do': row.fixed === null ? <Unknown why={NO_FIX} /> : `Install ${row.fixed} or later.`,
              Advisory: <CopyValue value={row.advisory} label="the advisory's id" />,
              ...(row.aliases.length === 0 ? {} : { 'Also known as': row.aliases.join(', ') }),
              Ecosystem: <Value field="kind" value={row.ecosystem} reachable />,
              Where: <CopyValue value={row.path} label="the path" />,
              Host: <Value field="host" value={row.host} reachable />,
              Source: (
                <>
                  <ForeignText text={row.source} />, {row.source_age}
                </>
              ),
            }}
          />
        </Section>
      ) : data === undefined ? (
        <Skeleton lines={6} />
      ) : (
        <EmptyState title="It is not there any more">The latest scan does not report it.</EmptyState>
      )}
    </RowPanel>
  );
}
