import { PERMISSION } from '@clawnex/proto/permission-names.ts';
import { useState } from 'react';
import { call } from '../api/client.ts';
import { ActDialog, ActPair, ActText } from '../ui/act-dialog.tsx';
import { Field } from '../ui/field.tsx';
import { useDenial } from '../ui/frame/me.ts';
import { formatMinutes, MinutesField } from '../ui/minutes-field.tsx';
import { revealName } from '../ui/reveal.ts';
import { say } from '../ui/toast.tsx';
import { controlsChanged, type StopRow, saidAs } from './controls.ts';

type StopKind = StopRow['kind'];

export const STOP_KINDS: Record<StopKind, string> = {
  agent: "every call of this agent is refused, by its name or its key's alias",
  session: 'every further call of this session is refused',
  key: 'every call with this virtual key is refused',
  tool: 'calls that define, use or carry results of this tool are refused',
  skill: 'calls that carry this skill are refused',
  provider: 'every call to this provider or model is refused',
};

const HOUR = 60;
const CHOICES = [15, HOUR, 4 * HOUR, 8 * HOUR, 24 * HOUR, 7 * 24 * HOUR, 30 * 24 * HOUR];

export interface StopAsked {
  readonly kind: StopKind;
  readonly name: string;
}

/** Stops something until a stated time. It acts on the next call, in both modes. */
export function ContainDialog({ asked, onClose }: { asked: StopAsked | null; onClose: () => void }) {
  const [kind, setKind] = useState<StopKind>(asked?.kind ?? 'agent');
  const [name, setName] = useState(asked?.name ?? '');
  const [minutes, setMinutes] = useState(HOUR);
  const denial = useDenial(PERMISSION.changeContainment, 'contain', ['admin', 'responder']);
  const shown = revealName(name.trim());
  return (
    <ActDialog
      title="Contain"
      verb={`Contain ${kind} for ${formatMinutes(minutes)}`}
      cannot={denial ?? (name.trim() === '' ? `Name the ${kind}.` : null)}
      reason_min={10}
      act={(reason) => call('addStop', { body: { kind, name: name.trim(), minutes, reason } })}
      onDone={({ published }) => {
        controlsChanged();
        say(saidAs(`${kind} ${shown} is contained for ${formatMinutes(minutes)}.`, published));
      }}
      onClose={onClose}
    >
      <ActText>
        In both modes, from the next call on: {STOP_KINDS[kind]}. It ends by itself, and can be ended before.
      </ActText>
      <ActPair>
        <Field label="What">
          {(aria) => (
            <select
              {...aria}
              value={kind}
              // One of the options, which are the kinds.
              onChange={(event) => setKind(event.target.value as StopKind)}
            >
              {Object.keys(STOP_KINDS).map((each) => (
                <option key={each}>{each}</option>
              ))}
            </select>
          )}
        </Field>
        <MinutesField label="How long" choices={CHOICES} value={minutes} onChange={setMinutes} />
      </ActPair>
      <Field label="Name" hint="Exactly as it stands in the Traffic Monitor">
        {(aria) => (
          <input
            {...aria}
            data-first-focus
            autoComplete="off"
            spellCheck={false}
            maxLength={256}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
    </ActDialog>
  );
}
