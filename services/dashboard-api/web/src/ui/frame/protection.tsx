import { PERMISSION } from '@clawnex/proto/permission-names.ts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { failureOf, policyQuery } from '../../api/queries.ts';
import { BreakGlassDialog } from '../../shield/break-glass-dialog.tsx';
import { breakGlassQuery } from '../../shield/controls.ts';
import { useClock } from '../clock.ts';
import { Pill } from '../mark.tsx';
import { Countdown } from '../time.tsx';
import css from './frame.module.css';
import { useMe } from './me.ts';
import { PolicyDialog } from './policy-dialog.tsx';

/** What the shield does with a hostile prompt, always in sight; while enforcement is lifted, nothing else counts. */
export function Protection() {
  const me = useMe();
  const enabled = me.permissions.includes(PERMISSION.readPolicy);
  const { data: policy, error } = useQuery({ ...policyQuery, enabled });
  const { data: breakGlass } = useQuery({ ...breakGlassQuery, enabled });
  const [open, setOpen] = useState<'policy' | 'break-glass' | null>(null);
  const lifting = breakGlass?.lifting ?? null;
  const lifted = useClock((now) => lifting?.state === 'lifted' && now < Date.parse(lifting.until ?? ''));
  const waits = lifting?.state === 'waits_for_second';
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
      {lifting !== null && (lifted || waits) ? (
        <button
          type="button"
          className={`${css['control']} ${css['lifted']}`}
          title={
            lifted
              ? `Enforcement is lifted by ${lifting.by}: nothing is refused`
              : `${lifting.by} asks to lift enforcement; a second operator has to agree`
          }
          onClick={() => setOpen('break-glass')}
        >
          <Pill shape={lifted ? 'octagon' : 'triangle'} tone={lifted ? 'critical' : 'medium'} strong>
            <span className={css['word']}>break-glass </span>
            {lifted ? <Countdown until={lifting.until ?? ''} /> : 'asked for'}
          </Pill>
        </button>
      ) : (
        <button
          type="button"
          className={css['control']}
          title={meaning + waiting}
          onClick={() => setOpen('policy')}
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
      )}
      {open === 'policy' ? <PolicyDialog policy={policy} onClose={() => setOpen(null)} /> : null}
      {open === 'break-glass' && breakGlass !== undefined ? (
        <BreakGlassDialog now={breakGlass} onClose={() => setOpen(null)} />
      ) : null}
    </>
  );
}
