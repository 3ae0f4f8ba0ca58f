import { PERMISSION } from '@clawnex/proto/permission-names.ts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { failureOf, policyQuery } from '../../api/queries.ts';
import { Pill } from '../mark.tsx';
import css from './frame.module.css';
import { useMe } from './me.ts';
import { PolicyDialog } from './policy-dialog.tsx';

/** What the shield does with a hostile prompt, always in sight; opens the dialog that changes it. */
export function Protection() {
  const me = useMe();
  const { data: policy, error } = useQuery({
    ...policyQuery,
    enabled: me.permissions.includes(PERMISSION.readPolicy),
  });
  const [open, setOpen] = useState(false);
  if (error !== null) {
    return (
      <span className={css['control']} title={`The policy could not be read. ${failureOf(error).message}`}>
        <Pill shape="dashed" tone="dim">
          protection unknown
        </Pill>
      </span>
    );
  }
  if (policy === undefined) return null;
  const meaning =
    policy.mode === 'block'
      ? 'Protection: block. Hostile prompts are refused before the model sees them.'
      : 'Protection: observe. Hostile prompts go on to the model and are recorded.';
  const waiting = policy.published ? '' : ' Saved, not yet in force: the broker is away.';
  return (
    <>
      <button
        type="button"
        className={css['control']}
        title={meaning + waiting}
        onClick={() => setOpen(true)}
      >
        <Pill
          shape={policy.mode === 'block' ? 'disc' : 'ring'}
          tone={policy.mode === 'block' ? 'ok' : 'plain'}
        >
          <span className={css['prefix']}>protection: </span>
          {policy.mode}
          {policy.published ? null : <span className={css['long']}>, not yet in force</span>}
        </Pill>
      </button>
      {open ? <PolicyDialog policy={policy} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
