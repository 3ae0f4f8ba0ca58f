import { PERMISSION } from '@clawnex/proto/permission-names.ts';
import type { Origin } from '@clawnex/proto/scan.ts';
import { useState } from 'react';
import { call } from '../api/client.ts';
import { ORIGIN_NAMES } from '../evidence/origins.ts';
import { ActDialog, ActPair, ActText } from '../ui/act-dialog.tsx';
import { Field } from '../ui/field.tsx';
import { formatWord, plural } from '../ui/format.ts';
import { useDenial, useMe } from '../ui/frame/me.ts';
import { say } from '../ui/toast.tsx';
import { controlsChanged, type ExceptionRow, saidAs } from './controls.ts';
import css from './exception-dialog.module.css';

type Scope = ExceptionRow['scope'];
type Place = keyof Scope;

export const PLACES: Record<Place, string> = {
  agent: 'agent',
  key: 'virtual key',
  tool: 'tool',
  session: 'session',
  content_hash: 'exact content (SHA-256)',
};
// Object.keys of a literal: its own keys.
export const PLACE_NAMES = Object.keys(PLACES) as readonly Place[];
const DAYS = [1, 7, 30, 90, 180, 365];

export interface ExceptionAsked {
  readonly rule: string;
  readonly scope: Scope;
}

/** Lets one rule count for nothing in one narrow place, until a stated day. */
export function ExceptionDialog({ asked, onClose }: { asked: ExceptionAsked | null; onClose: () => void }) {
  const me = useMe();
  const denial = useDenial(PERMISSION.changePolicy, 'make an exception', ['admin', 'responder']);
  const [rule, setRule] = useState(asked?.rule ?? '');
  const [origins, setOrigins] = useState<readonly Origin[]>([]);
  const [scope, setScope] = useState<Scope>(asked?.scope ?? {});
  const [days, setDays] = useState(30);
  const [owner, setOwner] = useState(me.username);
  const places = PLACE_NAMES.filter((place) => (scope[place] ?? '').trim() !== '');
  const wrong =
    rule.trim() === ''
      ? 'Name the rule.'
      : places.length === 0
        ? 'Say where it holds: an agent, a key, a tool, a session or the exact content.'
        : owner.trim() === ''
          ? 'Name who answers for it.'
          : null;
  return (
    <ActDialog
      title="Make an exception"
      verb={`Except for ${plural(days, 'day')}`}
      cannot={denial ?? wrong}
      reason_min={10}
      act={(reason) =>
        call('addException', {
          body: {
            rule: rule.trim(),
            ...(origins.length === 0 ? {} : { origins: [...origins] }),
            scope: Object.fromEntries(places.map((place) => [place, (scope[place] ?? '').trim()])),
            days,
            owner: owner.trim(),
            reason,
          },
        })
      }
      onDone={({ published }) => {
        controlsChanged();
        say(saidAs(`${rule.trim()} counts for nothing there for ${plural(days, 'day')}.`, published));
      }}
      onClose={onClose}
    >
      <ActText>
        The rule counts for nothing where all of what you fill in fits, and only there. Its hits are still
        recorded and counted. It ends by itself.
      </ActText>
      <ActPair>
        <Field label="Rule" hint="Its id, such as injection.ignore_previous">
          {(aria) => (
            <input
              {...aria}
              data-first-focus
              autoComplete="off"
              spellCheck={false}
              maxLength={64}
              value={rule}
              onChange={(event) => setRule(event.target.value)}
            />
          )}
        </Field>
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
        {PLACE_NAMES.map((place) => (
          <Field key={place} label={PLACES[place]}>
            {(aria) => (
              <input
                {...aria}
                autoComplete="off"
                spellCheck={false}
                maxLength={256}
                value={scope[place] ?? ''}
                onChange={(event) => setScope({ ...scope, [place]: event.target.value })}
              />
            )}
          </Field>
        ))}
        <Field label="Owner" hint="Who answers for it, and is asked before it ends">
          {(aria) => (
            <input
              {...aria}
              maxLength={128}
              value={owner}
              onChange={(event) => setOwner(event.target.value)}
            />
          )}
        </Field>
      </ActPair>
      <fieldset className={css['origins']}>
        <legend>Only in blocks of this origin; none ticked = all</legend>
        {ORIGIN_NAMES.map((origin) => (
          <label key={origin}>
            <input
              type="checkbox"
              checked={origins.includes(origin)}
              onChange={(event) =>
                setOrigins(
                  event.target.checked ? [...origins, origin] : origins.filter((each) => each !== origin),
                )
              }
            />
            {formatWord(origin)}
          </label>
        ))}
      </fieldset>
    </ActDialog>
  );
}
