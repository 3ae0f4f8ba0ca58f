import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { Outcome } from '../api/client.ts';
import { failureOf, unwrap } from '../api/queries.ts';
import css from './act-dialog.module.css';
import { Button } from './button.tsx';
import { Dialog, DialogFoot } from './dialog.tsx';
import { Field } from './field.tsx';
import { Pill } from './mark.tsx';

interface Props<T> {
  title: string;
  /** What will happen, and the fields it needs. */
  children: ReactNode;
  /** The button, as a verb: `Contain for 1 h`. */
  verb: string;
  /** Why it cannot be done (yet); null = it can. */
  cannot: string | null;
  /** At least this many characters of reason; 0 = no reason is asked. */
  reason_min: number;
  act: (reason: string) => Promise<Outcome<T>>;
  onDone: (value: T) => void;
  onClose: () => void;
}

/** Asks before something is done to the fleet: what happens, why, and the verb. The server confirms, nothing is assumed. */
export function ActDialog<T>(props: Props<T>) {
  const { reason_min: least } = props;
  const [reason, setReason] = useState('');
  const act = useMutation({
    mutationFn: async () => unwrap(await props.act(reason.trim())),
    onSuccess: (value) => {
      props.onClose();
      props.onDone(value);
    },
  });
  const cannot =
    props.cannot ??
    (reason.trim().length < least
      ? `Say why, in at least ${least} characters: the reason is kept in the audit trail.`
      : act.isPending
        ? 'It is being done.'
        : null);
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (cannot === null) act.mutate();
        }}
      >
        {props.children}
        {least === 0 ? null : (
          <Field label="Reason" hint={`Kept in the audit trail with your name; at least ${least} characters`}>
            {(aria) => (
              <textarea
                {...aria}
                rows={2}
                maxLength={500}
                value={reason}
                onChange={(event) => setReason(event.target.value)}
              />
            )}
          </Field>
        )}
        {act.error === null ? null : (
          <p className={css['problem']} role="alert">
            <Pill shape="cross" tone="critical" strong>
              Not done.
            </Pill>{' '}
            {failureOf(act.error).message}
          </p>
        )}
        <DialogFoot>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button kind="primary" type="submit" disabledReason={cannot}>
            {props.verb}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}

/** What will happen, in a sentence or two. */
export function ActText({ children }: { children: ReactNode }) {
  return <p className={css['text']}>{children}</p>;
}

/** Two fields beside each other where there is room. */
export function ActPair({ children }: { children: ReactNode }) {
  return <div className={css['pair']}>{children}</div>;
}
