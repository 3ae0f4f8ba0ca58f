import { PERMISSION } from '@clawnex/proto/permission-names.ts';
import { useState } from 'react';
import { call } from '../api/client.ts';
import type { RouteAnswer } from '../api/routes.ts';
import { ActDialog, ActText } from '../ui/act-dialog.tsx';
import { Field } from '../ui/field.tsx';
import { formatCount, plural } from '../ui/format.ts';
import { useDenial, useMe } from '../ui/frame/me.ts';
import { Pill } from '../ui/mark.tsx';
import { formatMinutes, MinutesField } from '../ui/minutes-field.tsx';
import { Facts } from '../ui/panel.tsx';
import { Exact, Left } from '../ui/time.tsx';
import { say } from '../ui/toast.tsx';
import { UntrustedText } from '../ui/untrusted.tsx';
import { controlsChanged, type Lifting, saidAs } from './controls.ts';

type BreakGlass = RouteAnswer<'readBreakGlass'>;

const CHOICES = [15, 30, 60, 120, 240];

/** Lifts enforcement, agrees as the second operator, or enforces again: whatever the moment asks for. */
export function BreakGlassDialog({ now, onClose }: { now: BreakGlass; onClose: () => void }) {
  const { lifting } = now;
  if (lifting === null || lifting.state === 'over') return <Lift now={now} onClose={onClose} />;
  if (lifting.state === 'waits_for_second') return <Confirm lifting={lifting} now={now} onClose={onClose} />;
  return <Enforce lifting={lifting} onClose={onClose} />;
}

function useLiftDenial(): string | null {
  return useDenial(PERMISSION.liftEnforcement, 'lift enforcement', ['admin']);
}

function Words({ words, typed, onType }: { words: string; typed: string; onType: (typed: string) => void }) {
  return (
    <Field label="Typed confirmation" hint={`Type: ${words}`}>
      {(aria) => (
        <input
          {...aria}
          data-first-focus
          autoComplete="off"
          spellCheck={false}
          maxLength={64}
          value={typed}
          onChange={(event) => onType(event.target.value)}
        />
      )}
    </Field>
  );
}

function Lift({ now, onClose }: { now: BreakGlass; onClose: () => void }) {
  const denial = useLiftDenial();
  const [minutes, setMinutes] = useState(15);
  const [words, setWords] = useState('');
  const wrong = words === now.words ? null : `Type the words "${now.words}" first.`;
  return (
    <ActDialog
      title="Break-glass"
      verb={now.two_person ? 'Ask a second operator' : `Lift enforcement for ${formatMinutes(minutes)}`}
      cannot={denial ?? wrong}
      reason_min={10}
      act={(reason) => call('liftEnforcement', { body: { minutes, reason, words } })}
      onDone={({ published }) => {
        controlsChanged();
        say(
          saidAs(
            now.two_person
              ? 'A second operator has to agree.'
              : `Enforcement is lifted for ${formatMinutes(minutes)}.`,
            published,
          ),
        );
      }}
      onClose={onClose}
    >
      <ActText>
        No call is refused, held or redacted for this time, contained ones included. Scanning goes on; every
        call that would have been stopped is recorded as bypassed and counted. It ends by the shield's own
        clock.
        {now.two_person ? ' The policy wants a second operator to agree first.' : ''}
      </ActText>
      <MinutesField label="How long" choices={CHOICES} value={minutes} onChange={setMinutes} />
      <Words words={now.words} typed={words} onType={setWords} />
    </ActDialog>
  );
}

function Asked({ lifting }: { lifting: Lifting }) {
  return (
    <>
      <Facts
        rows={{
          'Asked by': lifting.by,
          ...(lifting.confirmed_by === null ? {} : { 'Agreed by': lifting.confirmed_by }),
          For: formatMinutes(lifting.minutes),
          Asked: <Exact at={lifting.asked_at} />,
          ...(lifting.until === null
            ? {}
            : {
                Ends: (
                  <>
                    <Exact at={lifting.until} /> (<Left until={lifting.until} />)
                  </>
                ),
                Bypassed: `${plural(lifting.bypassed, 'call')} let pass that would have been stopped`,
              }),
        }}
      />
      <UntrustedText text={lifting.reason} label="The reason that was given" />
    </>
  );
}

function Confirm({ lifting, now, onClose }: { lifting: Lifting; now: BreakGlass; onClose: () => void }) {
  const me = useMe();
  const denial = useLiftDenial();
  const [words, setWords] = useState('');
  const own = me.username === lifting.by ? 'You asked yourself: another operator has to agree.' : null;
  const wrong = words === now.words ? null : `Type the words "${now.words}" first.`;
  return (
    <ActDialog
      title="Break-glass waits for a second operator"
      verb={`Agree and lift for ${formatMinutes(lifting.minutes)}`}
      cannot={denial ?? own ?? wrong}
      reason_min={0}
      act={() => call('confirmLifting', { params: { id: lifting.id }, body: { words } })}
      onDone={({ published }) => {
        controlsChanged();
        say(saidAs(`Enforcement is lifted for ${formatMinutes(lifting.minutes)}.`, published));
      }}
      onClose={onClose}
    >
      <Asked lifting={lifting} />
      <Words words={now.words} typed={words} onType={setWords} />
    </ActDialog>
  );
}

function Enforce({ lifting, onClose }: { lifting: Lifting; onClose: () => void }) {
  const denial = useLiftDenial();
  return (
    <ActDialog
      title="Enforcement is lifted"
      verb="Enforce again now"
      cannot={denial}
      reason_min={0}
      act={() => call('endLifting', { params: { id: lifting.id } })}
      onDone={({ published }) => {
        controlsChanged();
        say(saidAs(`Enforced again. ${formatCount(lifting.bypassed)} calls were bypassed.`, published));
      }}
      onClose={onClose}
    >
      <ActText>
        <Pill shape="octagon" tone="critical" strong>
          Nothing is refused.
        </Pill>{' '}
        Hostile calls pass and are recorded as bypassed.
      </ActText>
      <Asked lifting={lifting} />
    </ActDialog>
  );
}
