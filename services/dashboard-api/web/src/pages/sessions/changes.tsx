import { useQuery } from '@tanstack/react-query';
import { failureOf } from '../../api/queries.ts';
import type { RouteAnswer } from '../../api/routes.ts';
import { ReadAgain } from '../../list/read-again.tsx';
import { CopyValue } from '../../ui/copy.tsx';
import { DiffText } from '../../ui/diff.tsx';
import { formatCount, formatWord, plural } from '../../ui/format.ts';
import { Pill, type Shape, type Tone, Unknown } from '../../ui/mark.tsx';
import { Facts } from '../../ui/panel.tsx';
import report from '../../ui/report.module.css';
import { ScrollRegion } from '../../ui/scroll-region.tsx';
import { EmptyState, FailureState, Skeleton } from '../../ui/states.tsx';
import { Age, Exact } from '../../ui/time.tsx';
import { ForeignText, UntrustedText } from '../../ui/untrusted.tsx';
import { CHANGES_MAX, changesQuery } from './session-queries.ts';
import css from './sessions.module.css';

type Change = RouteAnswer<'listRuntimeChanges'>['rows'][number];

const LOOKS: Record<Change['change'], { shape: Shape; tone: Tone }> = {
  appeared: { shape: 'diamond', tone: 'plain' },
  changed: { shape: 'triangle', tone: 'plain' },
  removed: { shape: 'bar', tone: 'plain' },
};

/** What agents run on, and how it changed: boot files, skills, prompts, tools, settings, jobs, pairings. */
export function Changes() {
  const query = useQuery(changesQuery);
  const { data, error } = query;
  if (data === undefined) {
    if (error === null) return <Skeleton lines={10} />;
    return (
      <FailureState
        what="The changes could not be read."
        failure={failureOf(error)}
        retry={() => void query.refetch()}
      />
    );
  }
  if (data.rows.length === 0) {
    return (
      <EmptyState title="No change has been seen">
        The watcher keeps a hash of each boot file, skill, prompt and setting of the agents. The first time it
        sees one is not a change; from then on each one stands here with its difference.
      </EmptyState>
    );
  }
  return (
    <ScrollRegion label="Changes" className={report['report']}>
      <div className={report['head']}>
        <p>
          {plural(data.rows.length, 'change')}, newest first.
          {data.rows.length === CHANGES_MAX
            ? ` Older ones than these ${formatCount(CHANGES_MAX)} are not shown.`
            : ''}
        </p>
        <ReadAgain query={query} what="changes" />
      </div>
      {data.rows.map((change, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: changes have no id, and never move within one reading
        <ChangeView key={index} change={change} />
      ))}
    </ScrollRegion>
  );
}

function ChangeView({ change }: { change: Change }) {
  const look = LOOKS[change.change];
  return (
    <details className={css['change']}>
      <summary>
        <span className={css['at']}>
          <Age at={change.at} />
        </span>
        <Pill {...look}>
          {formatWord(change.what)} {change.change}
        </Pill>{' '}
        <span className={css['mono']}>
          <ForeignText text={change.name} />
        </span>
        <span className={css['dim']}>
          {' '}
          {change.agent === null ? '' : <ForeignText text={change.agent} />} on{' '}
          <ForeignText text={change.host} />
        </span>
      </summary>
      <Facts
        rows={{
          At: <Exact at={change.at} />,
          By:
            change.by === null ? (
              <Unknown why="Nothing tells who did it" />
            ) : (
              <ForeignText text={change.by} />
            ),
          Before: <Hash value={change.before_hash} none="It was not there, or not seen" />,
          After: <Hash value={change.after_hash} none="It is not there any more" />,
        }}
      />
      {change.detail === null ? null : <UntrustedText text={change.detail} label="What is known of it" />}
      {change.diff === null ? (
        <p className={css['dim']}>The difference is not stored: it was too large, or not text.</p>
      ) : (
        <DiffText text={change.diff} label={`Difference of ${formatWord(change.what)}, masked`} />
      )}
    </details>
  );
}

function Hash({ value, none }: { value: string | null; none: string }) {
  if (value === null) return <Unknown why={none} />;
  return <CopyValue value={value} shown={`sha256 ${value.slice(0, 12)}…`} label="SHA-256" />;
}
