import type { IncidentRow } from '@clawnex/proto/http/dashboard/incidents.ts';
import { PERMISSION } from '@clawnex/proto/permission-names.ts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import { failureOf, queryClient, unwrap } from '../../api/queries.ts';
import { saidAs } from '../../shield/controls.ts';
import { ActDialog, ActPair, ActText } from '../../ui/act-dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { formatCount, plural } from '../../ui/format.ts';
import { useDenial } from '../../ui/frame/me.ts';
import { Pill } from '../../ui/mark.tsx';
import { revealName } from '../../ui/reveal.ts';
import { Exact } from '../../ui/time.tsx';
import { say } from '../../ui/toast.tsx';
import { suppressionsQuery } from './correlation-queries.ts';

export function suppressionsChanged(): void {
  void queryClient.invalidateQueries({ queryKey: suppressionsQuery.queryKey });
}

const DAYS = [1, 7, 30, 90];
/** How far back the preview looks. */
const PREVIEW_DAYS = 30;

/** Mutes alerts about one of those an incident is about, after seeing what that would have muted. */
export function MuteDialog(props: {
  entities: IncidentRow['entities'];
  rules: readonly string[];
  onClose: () => void;
}) {
  const [which, setWhich] = useState(0);
  const [rule, setRule] = useState(props.rules[0] ?? '');
  const [days, setDays] = useState(7);
  const denial = useDenial(PERMISSION.workIncidents, 'mute alerts', ['admin', 'responder', 'analyst']);
  const entity = props.entities[which];
  const scope = { ...(rule === '' ? {} : { rule }), ...(entity === undefined ? {} : { entity }) };
  const preview = useQuery({
    queryKey: ['suppression-preview', rule, entity],
    queryFn: async ({ signal }) => {
      if (entity === undefined) throw new Error('There is nobody to mute.');
      const body = { entity, ...(rule === '' ? {} : { rule }), days: PREVIEW_DAYS };
      return unwrap(await call('previewSuppression', { body }, signal));
    },
    enabled: entity !== undefined,
    gcTime: 0,
  });
  if (entity === undefined) return null;
  const name = `${entity.kind} ${revealName(entity.id)}`;
  return (
    <ActDialog
      title="Mute"
      verb={`Mute for ${plural(days, 'day')}`}
      cannot={denial}
      reason_min={3}
      act={(reason) => call('addSuppression', { body: { ...scope, entity, reason, days } })}
      onDone={({ published }) => {
        suppressionsChanged();
        say(saidAs(`Alerts about ${name} are muted for ${plural(days, 'day')}.`, published));
      }}
      onClose={props.onClose}
    >
      <ActText>
        Alerts it covers are counted and shown, but raise and open nothing. It ends by itself.
      </ActText>
      <ActPair>
        <Field label="Whom">
          {(aria) => (
            <select {...aria} value={which} onChange={(event) => setWhich(Number(event.target.value))}>
              {props.entities.map((each, index) => (
                <option key={`${each.kind} ${each.id}`} value={index}>
                  {each.kind} {revealName(each.id)}
                </option>
              ))}
            </select>
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
      </ActPair>
      <Field label="Rule">
        {(aria) => (
          <select {...aria} value={rule} onChange={(event) => setRule(event.target.value)}>
            {props.rules.map((each) => (
              <option key={each}>{each}</option>
            ))}
            <option value="">every rule</option>
          </select>
        )}
      </Field>
      <ActText>
        {preview.error !== null ? (
          <>What it would have muted cannot be told. {failureOf(preview.error).message}</>
        ) : preview.data === undefined ? (
          'Counting what it would have muted…'
        ) : (
          <>
            Since <Exact at={preview.data.since} /> it would have muted {plural(preview.data.alerts, 'alert')}{' '}
            of {plural(preview.data.incidents, 'incident')}
            {preview.data.confirmed === 0 ? '.' : ', '}
            {preview.data.confirmed === 0 ? null : (
              <Pill shape="triangle" tone="high" strong>
                {formatCount(preview.data.confirmed)} of which were real.
              </Pill>
            )}
          </>
        )}
      </ActText>
    </ActDialog>
  );
}
