import type { POSTURE_SOURCES } from '@clawnex/proto/http/dashboard/findings.ts';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { failureOf, findingsQuery } from '../api/queries.ts';
import { copySaying } from '../list/copy-saying.ts';
import { Value } from '../list/filter-in.tsx';
import css from '../list/list.module.css';
import type { ListBase } from '../list/list-spec.ts';
import { RowPanel } from '../list/row-panel.tsx';
import { Button } from '../ui/button.tsx';
import { CopyValue } from '../ui/copy.tsx';
import { Pill } from '../ui/mark.tsx';
import { Facts, Section } from '../ui/panel.tsx';
import { EmptyState, FailureState, Skeleton } from '../ui/states.tsx';
import { Age, Exact } from '../ui/time.tsx';
import { UntrustedText } from '../ui/untrusted.tsx';
import { FindingPill, RESULT_LOOKS } from './finding-marks.tsx';
import { type Finding, isNew } from './finding-order.ts';
import findingCss from './findings.module.css';

/** One finding: what it means, what was read, the exact way to end it. */
export function FindingPanel({
  base,
  source,
  more,
}: {
  base: ListBase;
  source: (typeof POSTURE_SOURCES)[number];
  /** What the source knows beyond the finding. */
  more?: (finding: Finding) => ReactNode;
}) {
  // Only mounted on a route that has the parameter.
  const { id = '' } = useParams({ strict: false });
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(findingsQuery(source));
  const finding = data?.rows.find((row) => row.finding_id === id);
  return (
    <RowPanel
      base={base}
      id={id}
      label="Finding"
      title={
        finding === undefined ? (
          'Finding'
        ) : (
          <>
            <FindingPill finding={finding} /> {finding.title}
          </>
        )
      }
    >
      {finding !== undefined ? (
        <Detail finding={finding} fresh={isNew(finding, data?.rows ?? [])} more={more?.(finding)} />
      ) : data !== undefined ? (
        <EmptyState
          title="This finding is not there any more"
          actions={
            <Button onClick={() => void navigate({ to: base, search: (view) => view })}>
              Back to the list
            </Button>
          }
        >
          The latest run did not report it: it was mended, or what it was about is gone.
        </EmptyState>
      ) : error !== null ? (
        <FailureState
          what="The finding could not be read."
          failure={failureOf(error)}
          retry={() => void refetch()}
        />
      ) : (
        <Skeleton lines={8} />
      )}
    </RowPanel>
  );
}

function Detail({ finding, fresh, more }: { finding: Finding; fresh: boolean; more: ReactNode }) {
  const failed = finding.result === 'fail';
  return (
    <>
      <Section
        heading={failed ? 'Why it matters' : RESULT_LOOKS[finding.result].word}
        meta={
          <>
            since <Exact at={finding.first_seen} />
          </>
        }
      >
        {finding.reason === null ? null : <p className={findingCss['reason']}>{finding.reason}</p>}
        <p className={findingCss['why']}>{finding.why}</p>
        {fresh ? (
          <p className={css['dim']}>
            <Pill shape="diamond" tone="medium">
              new
            </Pill>{' '}
            in the latest run
          </p>
        ) : null}
      </Section>
      {failed ? (
        <Section heading="What to do">
          <UntrustedText text={finding.fix} label="The fix, as text or command" />
          <div className={findingCss['actions']}>
            <Button onClick={() => void copySaying('Fix', finding.fix)}>Copy the fix</Button>
          </div>
        </Section>
      ) : null}
      {more}
      <Section heading="What was looked at" meta="as it stands on the host, secrets masked">
        <UntrustedText text={finding.subject} label="What the check looked at" />
        {finding.evidence === '' ? null : (
          <div className={findingCss['evidence']}>
            <UntrustedText text={finding.evidence} label="What was read there" />
          </div>
        )}
      </Section>
      <Section heading="Facts">
        <Facts
          rows={{
            Result: (
              <Value field="result" value={finding.result} reachable>
                {RESULT_LOOKS[finding.result].word}
              </Value>
            ),
            Severity: failed ? (
              <Value field="severity" value={finding.severity} reachable />
            ) : (
              `${finding.severity}, if it failed`
            ),
            Check: (
              <span className={css['mono']}>
                <Value field="check" value={finding.check} reachable />
              </span>
            ),
            Host: <Value field="host" value={finding.host} reachable />,
            'First seen': <Exact at={finding.first_seen} />,
            'Last seen': (
              <>
                <Exact at={finding.last_seen} /> (<Age at={finding.last_seen} suffix=" ago" />)
              </>
            ),
            Id: <CopyValue value={finding.finding_id} label="the finding's id" />,
          }}
        />
      </Section>
    </>
  );
}
