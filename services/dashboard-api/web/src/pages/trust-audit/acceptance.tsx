import { PERMISSION } from '@clawnex/proto/permission-names.ts';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import { queryClient } from '../../api/queries.ts';
import type { Finding } from '../../findings/finding-order.ts';
import { ActDialog, ActPair, ActText } from '../../ui/act-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { plural } from '../../ui/format.ts';
import { useDenial, useMe } from '../../ui/frame/me.ts';
import { Facts } from '../../ui/panel.tsx';
import { Exact, Left } from '../../ui/time.tsx';
import { say } from '../../ui/toast.tsx';
import { UntrustedText } from '../../ui/untrusted.tsx';
import css from './trust-audit.module.css';
import type { TrustFinding } from './trust-queries.ts';

const DAYS = [7, 30, 90, 180];

const REOPENED: Record<NonNullable<TrustFinding['reopened']>, string> = {
  expired: 'It was accepted; the time is over.',
  changed: 'It was accepted; what was found has changed since.',
  revoked: 'It was accepted; an operator ended that.',
};

function findingsChanged(): void {
  void queryClient.invalidateQueries({ queryKey: ['findings'] });
}

/** Whether somebody took the risk, for how long and why; and the way to take it or to end that. */
export function AcceptanceView({ finding, found }: { finding: Finding; found: TrustFinding }) {
  const [asking, setAsking] = useState<'accept' | 'revoke' | null>(null);
  const denial = useDenial(PERMISSION.runPosture, 'accept findings', ['admin', 'responder', 'analyst']);
  const { acceptance } = found;
  const target = { host: finding.host, finding_id: finding.finding_id };
  return (
    <>
      {acceptance === null ? (
        <p>{found.reopened === null ? 'Nobody has accepted it.' : REOPENED[found.reopened]}</p>
      ) : (
        <>
          <Facts
            rows={{
              'Accepted by': acceptance.accepted_by,
              Owner: acceptance.owner,
              At: <Exact at={acceptance.accepted_at} />,
              Ends: (
                <>
                  <Exact at={acceptance.expires_at} /> (<Left until={acceptance.expires_at} />)
                </>
              ),
            }}
          />
          <UntrustedText text={acceptance.reason} label="The reason that was given" />
        </>
      )}
      <div className={css['actions']}>
        {acceptance === null ? (
          <Button disabledReason={denial} onClick={() => setAsking('accept')}>
            Accept for a time…
          </Button>
        ) : (
          <Button disabledReason={denial} onClick={() => setAsking('revoke')}>
            End the acceptance…
          </Button>
        )}
      </div>
      {asking === 'accept' ? (
        <Accept target={target} denial={denial} onClose={() => setAsking(null)} />
      ) : null}
      {asking === 'revoke' ? (
        <ActDialog
          title="End the acceptance"
          verb="Open the finding again"
          cannot={denial}
          reason_min={0}
          act={() => call('revokeAcceptance', { body: target })}
          onDone={() => {
            findingsChanged();
            say('The finding is open again.');
          }}
          onClose={() => setAsking(null)}
        >
          <ActText>The finding counts again like any other.</ActText>
        </ActDialog>
      ) : null}
    </>
  );
}

function Accept(props: {
  target: { host: string; finding_id: string };
  denial: string | null;
  onClose: () => void;
}) {
  const me = useMe();
  const [days, setDays] = useState(30);
  const [owner, setOwner] = useState(me.username);
  return (
    <ActDialog
      title="Accept this finding"
      verb={`Accept for ${plural(days, 'day')}`}
      cannot={props.denial ?? (owner.trim() === '' ? 'Name who answers for it.' : null)}
      reason_min={10}
      act={(reason) =>
        call('acceptFinding', { body: { ...props.target, reason, owner: owner.trim(), days } })
      }
      onDone={() => {
        findingsChanged();
        say(`Accepted for ${plural(days, 'day')}.`);
      }}
      onClose={props.onClose}
    >
      <ActText>
        The risk stays; it is taken knowingly. The finding opens again when the time is over, and at once when
        what was found changes.
      </ActText>
      <ActPair>
        <Field label="How long">
          {(aria) => (
            <select {...aria} value={days} onChange={(event) => setDays(Number(event.target.value))}>
              {DAYS.map((each) => (
                <option key={each} value={each}>
                  {plural(each, 'day')}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label="Owner" hint="Who answers for it">
          {(aria) => (
            <input
              {...aria}
              maxLength={120}
              value={owner}
              onChange={(event) => setOwner(event.target.value)}
            />
          )}
        </Field>
      </ActPair>
    </ActDialog>
  );
}
