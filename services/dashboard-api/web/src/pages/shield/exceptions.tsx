import { PERMISSION } from '@clawnex/proto/permission-names.ts';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import { failureOf } from '../../api/queries.ts';
import { Value } from '../../list/filter-in.tsx';
import css from '../../list/list.module.css';
import { ReadAgain } from '../../list/read-again.tsx';
import { RowList } from '../../list/row-list.tsx';
import { RowPanel } from '../../list/row-panel.tsx';
import { controlsChanged, type ExceptionRow, exceptionsQuery, saidAs } from '../../shield/controls.ts';
import { ExceptionDialog, PLACE_NAMES, PLACES } from '../../shield/exception-dialog.tsx';
import { ActDialog, ActText } from '../../ui/act-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import { CopyValue } from '../../ui/copy.tsx';
import { formatWord, plural } from '../../ui/format.ts';
import { useDenial } from '../../ui/frame/me.ts';
import { Unknown } from '../../ui/mark.tsx';
import { Facts, Section } from '../../ui/panel.tsx';
import { EmptyState, Skeleton } from '../../ui/states.tsx';
import { Age, Exact, Left } from '../../ui/time.tsx';
import { say } from '../../ui/toast.tsx';
import { ForeignText, UntrustedText } from '../../ui/untrusted.tsx';
import { EXCEPTION_SPEC, ExceptionPill, NEVER_NEEDED } from './exception-spec.tsx';
import shieldCss from './shield.module.css';

/** Where a rule counts for nothing, who answers for it, how often it was needed, and when it ends. */
export function Exceptions() {
  const query = useQuery(exceptionsQuery);
  const { data, error } = query;
  const [asking, setAsking] = useState(false);
  const denial = useDenial(PERMISSION.changePolicy, 'make an exception', ['admin', 'responder']);
  const ending = data?.rows.filter((row) => row.state === 'expires_soon').length ?? 0;
  return (
    <>
      <RowList
        spec={EXCEPTION_SPEC}
        rows={data?.rows}
        failure={error === null ? null : failureOf(error)}
        retry={() => void query.refetch()}
        head={() => (
          <div className={shieldCss['head']}>
            <p>
              {data === undefined || data.rows.length === 0
                ? 'Every rule counts everywhere.'
                : `${plural(data.rows.length, 'exception')}${ending === 0 ? '.' : `, ${ending} of them ${ending === 1 ? 'ends' : 'end'} within a week.`}`}
            </p>
            <ReadAgain query={query} what="exceptions" />
            <Button kind="primary" disabledReason={denial} onClick={() => setAsking(true)}>
              Make an exception…
            </Button>
          </div>
        )}
        empty={
          <EmptyState title="There are no exceptions">
            When a rule is wrong about something you know, open the call in the Traffic Monitor and make an
            exception from its evidence: it then holds for exactly that content, agent or tool, and no
            further.
          </EmptyState>
        }
      />
      {asking ? <ExceptionDialog asked={null} onClose={() => setAsking(false)} /> : null}
    </>
  );
}

export function ExceptionPanel() {
  const { id } = useParams({ from: '/frame/shield/exceptions/$id' });
  const { data } = useQuery(exceptionsQuery);
  const exception = data?.rows.find((row) => row.id === id);
  return (
    <RowPanel base="/shield/exceptions" id={id} label="Exception" title={exception?.rule ?? 'Exception'}>
      {exception !== undefined ? (
        <Detail exception={exception} />
      ) : data === undefined ? (
        <Skeleton lines={6} />
      ) : (
        <EmptyState title="This exception is over">It expired, or an operator ended it.</EmptyState>
      )}
    </RowPanel>
  );
}

function Detail({ exception }: { exception: ExceptionRow }) {
  const [ending, setEnding] = useState(false);
  const denial = useDenial(PERMISSION.changePolicy, 'end an exception', ['admin', 'responder']);
  const places = PLACE_NAMES.filter((place) => exception.scope[place] !== undefined);
  return (
    <>
      <Section heading="Where the rule counts for nothing">
        <Facts
          rows={{
            Rule: (
              <span className={css['mono']}>
                <Value field="rule" value={exception.rule} reachable />
              </span>
            ),
            ...Object.fromEntries(
              places.map((place) => [
                PLACES[place],
                <CopyValue key={place} value={exception.scope[place] ?? ''} label={PLACES[place]} />,
              ]),
            ),
            Origins: exception.origins === null ? 'all' : exception.origins.map(formatWord).join(', '),
          }}
        />
        <div className={shieldCss['actions']}>
          <Button disabledReason={denial} onClick={() => setEnding(true)}>
            End it now…
          </Button>
        </div>
      </Section>
      <Section heading="Reason">
        <UntrustedText text={exception.reason} label="The reason that was given" />
      </Section>
      <Section heading="Facts">
        <Facts
          rows={{
            State: <ExceptionPill state={exception.state} />,
            Needed: `in ${plural(exception.hits, 'judgement')}`,
            'Last needed':
              exception.last_hit_at === null ? (
                <Unknown why={NEVER_NEEDED} />
              ) : (
                <>
                  <Exact at={exception.last_hit_at} /> (<Age at={exception.last_hit_at} suffix=" ago" />)
                </>
              ),
            Owner: <ForeignText text={exception.owner} />,
            'Made by': exception.by,
            Made: <Exact at={exception.created_at} />,
            Ends: (
              <>
                <Exact at={exception.expires_at} /> (<Left until={exception.expires_at} />)
              </>
            ),
            Id: <CopyValue value={exception.id} label="the exception's id" />,
          }}
        />
      </Section>
      {ending ? (
        <ActDialog
          title="End this exception"
          verb="Let the rule count again"
          cannot={denial}
          reason_min={0}
          act={() => call('endException', { params: { id: exception.id } })}
          onDone={({ published }) => {
            controlsChanged();
            say(saidAs(`${exception.rule} counts there again.`, published));
          }}
          onClose={() => setEnding(false)}
        >
          <ActText>
            From the next call on, {exception.rule} counts there like anywhere else. It was needed in{' '}
            {plural(exception.hits, 'judgement')} so far.
          </ActText>
        </ActDialog>
      ) : null}
    </>
  );
}
