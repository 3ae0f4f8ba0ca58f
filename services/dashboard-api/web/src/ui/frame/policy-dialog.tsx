import type { Mode } from '@clawnex/proto/decision.ts';
import type { PolicyView } from '@clawnex/proto/http/dashboard/policy.ts';
import { PERMISSION } from '@clawnex/proto/permission-names.ts';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import { call } from '../../api/client.ts';
import { failureOf, policyQuery, queryClient, unwrap } from '../../api/queries.ts';
import { Button } from '../button.tsx';
import { Dialog, DialogFoot } from '../dialog.tsx';
import { Field } from '../field.tsx';
import { formatExact } from '../format.ts';
import { Pill } from '../mark.tsx';
import { say } from '../toast.tsx';
import { useDenial } from './me.ts';
import css from './policy-dialog.module.css';

type Policy = z.output<typeof PolicyView>;
type Draft = Pick<Policy, 'mode' | 'deadline_ms' | 'on_deadline' | 'review_score' | 'block_score'>;

const MODES: Record<Mode, string> = {
  observe: 'Hostile prompts go on to the model; what would have been blocked is recorded. For tuning.',
  block:
    'Hostile prompts are refused before the model sees them; the agent gets an error with an evidence id.',
};

/** Each setting with the words for its change. */
const SETTINGS: Record<keyof Draft, string> = {
  mode: 'mode',
  review_score: 'review from score',
  block_score: 'block from score',
  deadline_ms: 'scan deadline (ms)',
  on_deadline: 'when the deadline passes',
};

function draftOf({ mode, deadline_ms, on_deadline, review_score, block_score }: Policy): Draft {
  return { mode, deadline_ms, on_deadline, review_score, block_score };
}

/** Shows the shield's policy, what a change would change, and asks why. The server confirms; nothing is assumed. */
export function PolicyDialog({ policy, onClose }: { policy: Policy; onClose: () => void }) {
  const [draft, setDraft] = useState<Draft>(draftOf(policy));
  const [base, setBase] = useState(policy);
  const [reason, setReason] = useState('');
  const denial = useDenial(PERMISSION.changePolicy, "change the shield's policy", ['admin', 'responder']);
  const change = useMutation({
    mutationFn: async () =>
      unwrap(
        await call('changePolicy', { body: { ...draft, revision: base.revision, reason: reason.trim() } }),
      ),
    onSuccess: (saved) => {
      queryClient.setQueryData(policyQuery.queryKey, saved);
      say(
        saved.published
          ? `Policy ${saved.revision} is in force: ${saved.mode}.`
          : 'Saved. In force when the broker is back.',
      );
      onClose();
    },
  });
  // Object.keys of a literal: its own setting names.
  const settings = Object.keys(SETTINGS) as readonly (keyof Draft)[];
  const changed = settings.filter((setting) => draft[setting] !== base[setting]);
  const overtaken = policy.revision !== base.revision;
  const cannot =
    denial ??
    (changed.length === 0
      ? 'Nothing is changed yet.'
      : reason.trim().length < 3
        ? 'Say why, in at least 3 characters: the reason is kept in the audit trail.'
        : change.isPending
          ? 'Saving.'
          : null);
  const set = <K extends keyof Draft>(key: K, value: Draft[K]) =>
    setDraft((before) => ({ ...before, [key]: value }));
  const number = (
    key: 'deadline_ms' | 'review_score' | 'block_score',
    min: number,
    max: number,
    hint: string,
  ) => (
    <Field label={SETTINGS[key]} hint={hint}>
      {(aria) => (
        <input
          {...aria}
          type="number"
          min={min}
          max={max}
          required
          disabled={denial !== null}
          value={Number.isNaN(draft[key]) ? '' : draft[key]}
          onChange={(event) => set(key, event.target.valueAsNumber)}
        />
      )}
    </Field>
  );
  return (
    <Dialog title="Protection" onClose={onClose}>
      <p className={css['meta']}>
        Policy {base.revision},{' '}
        {base.updated_at === null
          ? 'never changed'
          : `changed ${formatExact(base.updated_at)} by ${base.updated_by}`}
        .{base.published ? '' : ' Saved, not yet in force: the broker is away.'}
      </p>
      {denial === null ? null : <p className={css['problem']}>{denial}</p>}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (cannot === null) change.mutate();
        }}
      >
        <fieldset className={css['modes']} disabled={denial !== null}>
          <legend>Mode</legend>
          {(Object.keys(MODES) as readonly Mode[]).map((mode) => (
            <label key={mode} className={css['mode']}>
              <input
                type="radio"
                name="mode"
                checked={draft.mode === mode}
                onChange={() => set('mode', mode)}
              />
              <span>{mode}</span>
              <small>{MODES[mode]}</small>
            </label>
          ))}
        </fieldset>
        <div className={css['numbers']}>
          {number('review_score', 0, 100, 'A score from here on is at least "review". 0–100')}
          {number('block_score', 0, 100, 'A score from here on is "block". 0–100')}
          {number('deadline_ms', 20, 5_000, 'How long the model call waits for a scan. 20–5,000')}
          <Field label={SETTINGS.on_deadline} hint="What happens to a call whose scan is late">
            {(aria) => (
              <select
                {...aria}
                value={draft.on_deadline}
                disabled={denial !== null}
                onChange={(event) => set('on_deadline', event.target.value === 'pass' ? 'pass' : 'block')}
              >
                <option value="block">block (fail closed)</option>
                <option value="pass">pass (fail open)</option>
              </select>
            )}
          </Field>
        </div>
        <ul className={css['changes']} aria-label="What changes">
          {changed.length === 0 ? <li>No change yet.</li> : null}
          {changed.map((setting) => (
            <li key={setting}>
              {SETTINGS[setting]}: <del>{base[setting]}</del> → <ins>{draft[setting]}</ins>
            </li>
          ))}
        </ul>
        <Field label="Reason" hint="Kept in the audit trail with your name">
          {(aria) => (
            <textarea
              {...aria}
              rows={2}
              maxLength={500}
              value={reason}
              disabled={denial !== null}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        {change.error === null ? null : (
          <p className={css['problem']} role="alert">
            <Pill shape="cross" tone="critical" strong>
              Not saved.
            </Pill>{' '}
            {failureOf(change.error).message}
          </p>
        )}
        {overtaken ? (
          <p className={css['problem']} role="alert">
            {policy.updated_by} changed the policy meanwhile (revision {policy.revision}).{' '}
            <Button
              onClick={() => {
                setBase(policy);
                change.reset();
              }}
            >
              Compare with theirs
            </Button>
          </p>
        ) : null}
        <DialogFoot>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" disabledReason={cannot}>
            {changed.includes('mode') ? `Switch to ${draft.mode}` : 'Change policy'}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
