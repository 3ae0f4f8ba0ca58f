import { type ReactNode, useId } from 'react';
import css from './field.module.css';

interface ControlAria {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean;
}

/** A labelled control with its hint and its error; both are read out with it. */
export function Field(props: {
  label: string;
  hint?: ReactNode;
  error?: string | null;
  children: (aria: ControlAria) => ReactNode;
}) {
  const id = useId();
  const { error = null, hint } = props;
  const described = [hint === undefined ? '' : `${id}-hint`, error === null ? '' : `${id}-error`]
    .filter((part) => part !== '')
    .join(' ');
  return (
    <div className={css['field']}>
      <label className={css['label']} htmlFor={id}>
        {props.label}
      </label>
      {props.children({
        id,
        'aria-describedby': described === '' ? undefined : described,
        'aria-invalid': error !== null,
      })}
      {hint === undefined ? null : (
        <span id={`${id}-hint`} className={css['hint']}>
          {hint}
        </span>
      )}
      {error === null ? null : (
        <span id={`${id}-error`} className={css['error']} role="alert">
          {error}
        </span>
      )}
    </div>
  );
}
