import { PERMISSION } from '@clawnex/proto/permission-names.ts';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { call } from '../../api/client.ts';
import { failureOf } from '../../api/queries.ts';
import { BlockEvidence } from '../../evidence/block-evidence.tsx';
import { Value } from '../../list/filter-in.tsx';
import { ReadAgain } from '../../list/read-again.tsx';
import { RowList } from '../../list/row-list.tsx';
import { RowPanel } from '../../list/row-panel.tsx';
import { controlsChanged, REVIEWS_MAX, type ReviewRow, reviewsQuery, saidAs } from '../../shield/controls.ts';
import { ActDialog, ActText } from '../../ui/act-dialog.tsx';
import { Button, buttonClass } from '../../ui/button.tsx';
import { CopyValue } from '../../ui/copy.tsx';
import { formatCount, plural } from '../../ui/format.ts';
import { useDenial } from '../../ui/frame/me.ts';
import { Unknown } from '../../ui/mark.tsx';
import { formatMinutes, MinutesField } from '../../ui/minutes-field.tsx';
import { Facts, Section } from '../../ui/panel.tsx';
import { EmptyState, Skeleton } from '../../ui/states.tsx';
import { Exact, Left } from '../../ui/time.tsx';
import { say } from '../../ui/toast.tsx';
import { ForeignText } from '../../ui/untrusted.tsx';
import { NOT_SAID, REVIEW_SPEC, ReviewPill } from './review-spec.tsx';
import shieldCss from './shield.module.css';

/** Held calls: refused with a review id until an operator approves or rejects them. */
export function Reviews() {
  const query = useQuery(reviewsQuery);
  const { data, error } = query;
  const rows = useMemo(
    () =>
      data === undefined
        ? undefined
        : [...data.rows].sort((a, b) => Number(b.state === 'waits') - Number(a.state === 'waits')),
    [data],
  );
  const waiting = rows?.filter((row) => row.state === 'waits').length ?? 0;
  return (
    <RowList
      spec={REVIEW_SPEC}
      rows={rows}
      failure={error === null ? null : failureOf(error)}
      retry={() => void query.refetch()}
      foot={rows?.length === REVIEWS_MAX ? `The list holds the latest ${formatCount(REVIEWS_MAX)}.` : ''}
      head={() => (
        <div className={shieldCss['head']}>
          <p>
            {waiting === 0
              ? 'No call waits for an operator.'
              : `${plural(waiting, 'call')} ${waiting === 1 ? 'waits' : 'wait'} for an operator. Until then ${waiting === 1 ? 'it is' : 'they are'} refused; once approved, the agent’s next try passes.`}
          </p>
          <ReadAgain query={query} what="queue" />
        </div>
      )}
      empty={
        <EmptyState title="No call was held">
          Where the policy says so (on_review: hold, or the profiles strict and data loss), a doubtful call is
          refused with a review id and waits here.
        </EmptyState>
      }
    />
  );
}

export function ReviewPanel() {
  const { id } = useParams({ from: '/frame/shield/reviews/$id' });
  const { data } = useQuery(reviewsQuery);
  const review = data?.rows.find((row) => row.review_id === id);
  return (
    <RowPanel
      base="/shield/reviews"
      id={id}
      label="Held call"
      title={
        review === undefined ? (
          'Held call'
        ) : (
          <>
            <ReviewPill state={review.state} /> <ForeignText text={review.agent ?? 'unnamed caller'} />
          </>
        )
      }
    >
      {review !== undefined ? (
        <Detail review={review} />
      ) : data === undefined ? (
        <Skeleton lines={8} />
      ) : (
        <EmptyState title="No held call has this id">It may be older than the queue goes back.</EmptyState>
      )}
    </RowPanel>
  );
}

const CHOICES = [15, 60, 4 * 60, 24 * 60];

function Detail({ review }: { review: ReviewRow }) {
  const [deciding, setDeciding] = useState<'approved' | 'rejected' | null>(null);
  const denial = useDenial(PERMISSION.decideReviews, 'decide about held calls', ['admin', 'responder']);
  const name = (value: string | null, field: 'agent' | 'session' | 'model') =>
    value === null ? <Unknown why={NOT_SAID} /> : <Value field={field} value={value} reachable />;
  return (
    <>
      <Section heading="What is asked of you">
        <p>
          {review.state === 'waits'
            ? `It was tried ${plural(review.tries, 'time')} and refused each time. Read what was found, then decide.`
            : review.state === 'approved'
              ? 'Exactly this content passes, for the caller who sent it.'
              : review.state === 'rejected'
                ? 'It stays refused.'
                : 'The decision has run out: the next try is held again.'}
        </p>
        <div className={shieldCss['actions']}>
          <Button kind="primary" disabledReason={denial} onClick={() => setDeciding('approved')}>
            Approve…
          </Button>
          <Button disabledReason={denial} onClick={() => setDeciding('rejected')}>
            Reject…
          </Button>
          <Link
            to="/traffic/$callId"
            params={{ callId: review.call_id }}
            search={{ range: '30d' }}
            className={buttonClass('quiet')}
          >
            The call
          </Link>
        </div>
      </Section>
      <Section heading="What was found" meta={plural(review.blocks.length, 'block')}>
        {review.blocks.map((block) => (
          <BlockEvidence key={`${block.index} ${block.hash}`} block={block} rules={null} />
        ))}
      </Section>
      <Section heading="Facts">
        <Facts
          rows={{
            Agent: name(review.agent, 'agent'),
            Session: name(review.session, 'session'),
            Model: name(review.model, 'model'),
            Score: review.score,
            'First try': <Exact at={review.first_at} />,
            'Last try': <Exact at={review.last_at} />,
            ...(review.decided_by === null ? {} : { 'Decided by': review.decided_by }),
            ...(review.until === null
              ? {}
              : {
                  'Passes until': (
                    <>
                      <Exact at={review.until} /> (<Left until={review.until} />)
                    </>
                  ),
                }),
            'Review id': <CopyValue value={review.review_id} label="the review id the caller was given" />,
          }}
        />
      </Section>
      {deciding === null ? null : (
        <Decide review={review} verdict={deciding} denial={denial} onClose={() => setDeciding(null)} />
      )}
    </>
  );
}

function Decide(props: {
  review: ReviewRow;
  verdict: 'approved' | 'rejected';
  denial: string | null;
  onClose: () => void;
}) {
  const { review, verdict } = props;
  const [minutes, setMinutes] = useState(60);
  const approves = verdict === 'approved';
  return (
    <ActDialog
      title={approves ? 'Approve this call' : 'Reject this call'}
      verb={approves ? `Approve for ${formatMinutes(minutes)}` : 'Reject'}
      cannot={props.denial}
      reason_min={10}
      act={(reason) =>
        call('decideReview', { params: { id: review.review_id }, body: { verdict, minutes, reason } })
      }
      onDone={({ published }) => {
        controlsChanged();
        say(saidAs(approves ? 'Approved: the next try passes.' : 'Rejected: it stays refused.', published));
      }}
      onClose={props.onClose}
    >
      <ActText>
        {approves
          ? 'Exactly these blocks pass, for the caller who sent them, in this time. Anything else they send is judged as ever.'
          : 'The call stays refused. The agent is told so at its next try.'}
      </ActText>
      {approves ? (
        <MinutesField label="How long" choices={CHOICES} value={minutes} onChange={setMinutes} />
      ) : null}
    </ActDialog>
  );
}
